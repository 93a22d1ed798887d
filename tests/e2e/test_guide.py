"""The first-run guide, walked as an officer of the education office walks it: from a prison without wards to the first receipt."""

import io
import re

import pytest
from openpyxl import load_workbook

from tests.e2e.browser import Browser, Site, core, migrated_database, wait_for

pytestmark = pytest.mark.e2e

READY = "core.downloads.value.items.length > 0 && core.downloads.value.items.every(i => i.state === 'ready')"
STEPS = ["wards", "roster", "secrets", "tablet", "lesson", "assign", "receipt"]


@pytest.fixture
def prison(tmp_path, jobs):
    """The site of a prison with officers and nothing else; worker and scheduler are running."""
    site = Site(tmp_path / "site", profile="demo")
    site.migrate(migrated_database())
    site.python("tests.e2e.seed", "first_day")
    with site:
        jobs(site)
        yield site


def do_next(page, site, key):
    """Presses the guide's button for the next step, which must be this one."""
    page.goto(f"{site.staff}/admin/guide/")
    step = page.locator("li[aria-current=step]")
    assert step.get_attribute("data-step") == key
    step.get_by_role("link", name="Do it now").click()
    page.wait_for_load_state()


def done(page, site):
    page.goto(f"{site.staff}/admin/guide/")
    return page.locator("li.done").evaluate_all("(all) => all.map((one) => one.dataset.step)")


def set_up_a_ward(page):
    page.get_by_role("link", name="Add a ward").first.click()
    page.locator("[name=code]").fill("1")
    page.locator("[name=name]").fill("一监区")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()


def bring_in_learners(page):
    """Fills the downloaded template below its headings, in the place of the example."""
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name="Download the template").last.click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    sheet = book.worksheets[0]
    sheet.delete_rows(2)
    for number, name in (("1001", "王小明"), ("1002", "李建国")):
        sheet.append([number, name, "一监区"])
    filled = io.BytesIO()
    book.save(filled)
    page.locator("input[type=file]").set_input_files(
        {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": filled.getvalue()}
    )
    page.get_by_role("button", name="Check the file").click()
    page.get_by_text("2 learners will be written.").wait_for()
    page.get_by_role("button", name="Write it all").click()
    page.get_by_text("Written on").wait_for()


def print_slips(page):
    """Number → PIN, read from the sheet that would be printed."""
    page.locator("[name=ward]").select_option(label="一监区")
    page.get_by_role("button", name="Set and prepare for printing").click()
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Open the sheet and print").click()
    slips = popup.value.locator(".slip")
    slips.last.wait_for()
    return {
        slip.locator(".number strong").inner_text(): re.sub(r"\D", "", slip.locator(".pin").inner_text())
        for slip in slips.all()
    }


def pair(page, tablet):
    page.locator("[name=ward]").select_option(label="一监区")
    page.get_by_role("button", name="Show the code").click()
    code = page.locator(".nl-code").inner_text()
    tablet.locator("#code").fill(code)
    tablet.keyboard.press("Enter")
    page.get_by_text("is paired.").wait_for()


def assign(page):
    page.get_by_role("button", name="Assign 焊工基础").click()
    page.locator(".messages").get_by_text("焊工基础").wait_for()


def learn(tablet, site, pin):
    """The learner signs in with the slip, waits for the lesson and opens it; the work that has arrived, with its receipts."""
    tablet.locator("button.person", has_text="1001").click()
    tablet.locator("#pin").fill(pin)
    wait_for(tablet, "s !== null")
    wait_for(tablet, f"core.syncNow().then(() => {READY})", seconds=60)
    lesson = core(tablet, "s.home().then(h => s.course(h.myCourses[0].course)).then(c => c.units[0].lessons[0].lesson)")
    tablet.goto(f"{site.tablet}/lesson/{lesson.rsplit(':', 1)[1]}")
    tablet.get_by_text("先检查，再动手。").first.wait_for()
    sign_in_again(tablet, pin)
    wait_for(tablet, "core.syncNow().then(() => s.work()).then(all => all.some(one => one.receipt))", seconds=60)


def sign_in_again(tablet, pin):
    """A page opened by its address asks who is there when the session did not survive."""
    if core(tablet, "s === null"):
        tablet.locator("button.person", has_text="1001").click()
        tablet.locator("#pin").fill(pin)
        wait_for(tablet, "s !== null")


def test_the_first_run_guide_leads_to_the_first_receipt(prison, sign_in, playwright, tmp_path):
    site = prison
    page = sign_in(site, "education_office")
    page.get_by_role("heading", name="First steps of 北山监狱: 0 of 7 done").wait_for()
    do_next(page, site, "wards")
    set_up_a_ward(page)
    do_next(page, site, "roster")
    bring_in_learners(page)
    do_next(page, site, "secrets")
    pins = print_slips(page)
    do_next(page, site, "tablet")
    with Browser(playwright, tmp_path / "tablet") as chromium:
        tablet = chromium.open(site.tablet)
        pair(page, tablet)
        assert done(page, site) == STEPS[:4]
        site.python("tests.e2e.seed", "publish_a_lesson")  # writing by hand is walked in test_journey
        do_next(page, site, "assign")
        assign(page)
        do_next(page, site, "receipt")
        learn(tablet, site, pins["1001"])
        tablet.goto(f"{site.tablet}/record")
        sign_in_again(tablet, pins["1001"])
        tablet.locator(".receipt").first.wait_for()
    page.reload()
    page.get_by_text("王小明").or_(page.get_by_text("一监区")).first.wait_for()
    assert done(page, site) == STEPS
    page.get_by_text("All steps are done: learning has begun.").wait_for()
