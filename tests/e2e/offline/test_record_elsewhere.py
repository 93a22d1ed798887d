"""My record shows what the learner did elsewhere: work on one tablet, read on another, with the line cut as well."""

import re

import pytest

from tests.e2e.browser import Browser, core, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

PIN = {"kind": "pin", "pin": "258036"}
ASK = "s.ask({lesson: arg.lessons[0], course: arg.course, text: '为什么先断电？'})"


@pytest.fixture
def other_tablet(playwright, tmp_path):
    with Browser(playwright, tmp_path / "other") as browser:
        yield browser


def paired(browser, classroom):
    site, seed = classroom
    page = browser.open(site.tablet)
    core(page, "core.pair(arg)", seed["codes"].pop())
    core(page, "core.signIn('1001', arg).then(() => null)", PIN)
    return page


def test_work_of_one_tablet_stands_in_my_record_on_another(classroom, tablet, other_tablet):
    site, seed = classroom
    first = paired(tablet, classroom)
    core(first, ASK, seed)
    wait_for(first, "core.syncNow().then(() => s.workCounts()).then(c => c.tablet === 0 && c.total > 0)")
    receipt = core(first, "s.work().then(list => list.find(i => i.verb.endsWith('asked')).receipt.number)")

    page = paired(other_tablet, classroom)
    wait_for(page, "s.workCounts().then(c => c.elsewhere === 'all' && c.total > 0)")
    wait_for(page, "navigator.serviceWorker.controller !== null")
    site.stop()
    try:
        page.goto(f"{site.tablet}/record")
        item = page.locator("nl-record .work", has_text="问了老师一个问题")
        item.wait_for()
        assert re.search(rf"回执 {receipt} 号", item.inner_text())
        assert "已到监狱" in item.inner_text()
        assert "在另一台平板上做的" in item.inner_text()
        assert page.locator("nl-record-kept").get_by_text("为什么先断电？").count() == 1
        core(page, "s.signOut()")
        core(page, "core.signIn('1001', arg).then(() => null)", PIN)  # the next day, still with no network
        assert core(page, "s.work().then(list => list.filter(i => i.made === 'other_tablet').length)") >= 1
    finally:
        site.start()
    question = core(page, "s.work().then(list => list.find(i => i.verb.endsWith('asked')).id)")
    core(page, "s.contest(arg, '不是我写的')", question)
    wait_for(page, "core.syncNow().then(() => s.workCounts()).then(c => c.tablet === 0)")
    rows = site.python("tests.e2e.seed", "statements")
    assert [row[2] for row in rows if row[1].endswith("contested")] == [f"urn:uuid:{question}"]


def test_nobody_who_is_not_signed_in_gets_anything_fetched(classroom, tablet, other_tablet):
    first = paired(tablet, classroom)
    core(first, ASK, classroom[1])
    wait_for(first, "core.syncNow().then(() => s.workCounts()).then(c => c.tablet === 0)")
    page = paired(other_tablet, classroom)
    wait_for(page, "s.workCounts().then(c => c.elsewhere === 'all')")
    core(page, "s.signOut()")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    core(first, ASK, classroom[1])
    wait_for(first, "core.syncNow().then(() => s.workCounts()).then(c => c.tablet === 0)")
    wait_for(page, "core.syncNow().then(() => core.sync.value.state === 'idle')")
    assert [url for url in asked if "/api/v1/sync" in url]
    assert not [url for url in asked if "/api/v1/work/" in url]
