"""A new version of the learner app arrives while somebody is at work."""

import re
import shutil
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from lms.tablet.build import DIST
from tests.e2e.browser import Site, core, migrated_database, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PIN = {"kind": "pin", "pin": "258036"}
ALL_READY = "core.downloads.value.items.length > 0 && core.downloads.value.items.every(i => i.state === 'ready')"

# A disk that takes its time: whatever else writes to the learners' work waits until `free()` is called.
BUSY_DISK = """async () => {
    const db = await new Promise((done) => { const r = indexedDB.open('newleaf-work'); r.onsuccess = () => done(r.result); });
    let busy = true;
    const transaction = db.transaction('personal', 'readwrite');
    const again = () => { if (busy) transaction.objectStore('personal').count().onsuccess = again; };
    again();
    window.free = () => { busy = false; };
}"""
TYPE_AND_UPDATE = """(text) => {
    const field = document.querySelector('#ask');
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    navigator.serviceWorker.addEventListener('controllerchange', () => setTimeout(window.free, 500));
    document.querySelector('nl-app').core.applyUpdate();
}"""


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    data = tmp_path_factory.mktemp("classroom") / "site"
    site = Site(data, application="tests.e2e.offline.own_build:application")
    shutil.copytree(DIST, data / "app")
    site.migrate(migrated_database())
    seed = site.python("tests.e2e.seed", "classroom")
    with site:
        yield site, seed


@pytest.fixture
def at_work(classroom, tablet):
    """(page, build): a learner in a lesson with a draft; a newer build has arrived and waits."""
    site, seed = classroom
    page = tablet.open(site.tablet)
    core(page, "core.pair(arg)", seed["codes"].pop())
    core(page, "core.signIn('1001', arg).then(() => true)", PIN)
    wait_for(page, ALL_READY)
    wait_for(page, "navigator.serviceWorker.controller !== null")
    page.goto(f"{site.tablet}/lesson/{seed['lessons'][0].rsplit(':', 1)[1]}")
    page.locator("#ask").fill("为什么先断电")
    name = publish_newer_build(site.data / "app")
    core(page, "navigator.serviceWorker.getRegistration().then(r => r.update()).then(() => true)")
    wait_for(page, "core.updateReady.value")
    return page, name


def publish_newer_build(app):
    """Another first page, and a service worker that lists it: what a change in the sources makes of a build."""
    index, worker = app / "index.html", app / "sw.js"
    name = uuid4().hex[:16]
    html = re.sub(r"<meta name=.build.*?/>", "", index.read_text())
    index.write_text(html.replace("</head>", f'<meta name="build" content="{name}"/></head>'))
    script, found = re.subn(r"(url:./.,revision:.)[0-9a-f]{16}", rf"\g<1>{name}", worker.read_text())
    assert found == 1
    worker.write_text(script)
    return name


def updated(page, build):
    """Waits until the newer build shows the lesson again."""
    page.locator(f"meta[name=build][content='{build}']").wait_for(state="attached")
    page.locator("#ask").wait_for()


def test_an_update_waits_while_somebody_is_at_work_and_then_keeps_the_draft(at_work):
    page, build = at_work
    assert page.locator("#ask").input_value() == "为什么先断电"
    page.locator(".banner-good button").click()
    updated(page, build)
    expect(page.locator("#ask")).to_have_value("为什么先断电")


def test_an_update_waits_for_the_last_letter_on_a_slow_disk(at_work):
    page, build = at_work
    page.evaluate(BUSY_DISK)
    page.evaluate(TYPE_AND_UPDATE, "为什么先断电，后动手？")
    updated(page, build)
    expect(page.locator("#ask")).to_have_value("为什么先断电，后动手？")
