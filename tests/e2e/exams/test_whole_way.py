"""An exam from an Excel file to a decided appeal: two tablets, an invigilator, two markers, those who approve, release and decide."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import Browser, Site, core, migrated_database, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
PINS = ("248160", "248161")


@pytest.fixture
def prison(tmp_path, jobs):
    site = Site(tmp_path / "site", profile="demo")
    site.migrate(migrated_database())
    excel = tmp_path / "questions.xlsx"
    seed = site.python("tests.e2e.seed", "examiners", excel)
    with site:
        jobs(site, "worker", "scheduler")
        yield site, seed, excel


def import_questions(page, site, excel):
    page.goto(f"{site.staff}/admin/item-exchange/")
    page.locator("input[type=file]").set_input_files(excel)
    page.locator("main form button[type=submit]").first.click()
    page.get_by_text("5 questions can be taken.").wait_for()
    page.get_by_role("button", name="Take all that can be taken").click()
    page.get_by_text("5 questions are in the bank now.").wait_for()


def write_paper(page, site):
    page.goto(f"{site.staff}/admin/papers/add/")
    page.get_by_role("textbox", name="Title").fill("焊工理论")
    page.get_by_role("button", name="Insert a block").first.click()
    page.locator('input[name$="value-title"]').fill("第一大题")
    page.locator("[data-contentpath=parts]").get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Draw questions").click()
    page.get_by_role("spinbutton", name="how many").fill("5")
    page.get_by_role("spinbutton", name="Points in all").fill("10")
    page.get_by_role("spinbutton", name="Pass mark").fill("6")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("Version 1 is approved.", exact=False).wait_for()


def plan_and_seal(page, site):
    page.goto(f"{site.staff}/admin/sittings/plan/")
    page.locator("select[name=version]").select_option(index=1)
    page.locator("input[name=room]").fill("一号教室")
    page.locator("select[name=invigilator]").select_option(label="invigilator")
    page.locator("main form button[type=submit], main form button.button").first.click()
    page.wait_for_url(re.compile(r"/sittings/[0-9a-f-]{36}/"))
    sitting = re.search(r"[0-9a-f-]{36}", page.url).group()
    page.goto(f"{site.staff}/admin/sittings/{sitting}/candidates/")
    page.get_by_label("Tick all 2 that are shown").check()
    page.get_by_role("button", name="Give them a seat").click()
    page.get_by_text("2 candidates have a seat").wait_for()
    page.goto(f"{site.staff}/admin/sittings/{sitting}/")
    page.get_by_role("button", name="Seal now").click()
    page.get_by_role("heading", name="The paper is sealed").wait_for()
    return sitting


def pair(tablet, site, code, sitting):
    page = tablet.open(site.tablet)
    page.set_default_timeout(60_000)
    core(page, "core.pair(arg)", code)
    wait_for(page, f"core.exams().then(e => e.standing('{sitting}')).then(s => s.packageHere)")
    wait_for(page, "navigator.serviceWorker.controller !== null")
    page.goto(f"{site.tablet}/exam/{sitting}")
    return page


def sit_down(page, number):
    page.get_by_role("button", name=f"考生{number}").click()
    page.locator("#pin").wait_for()
    page.keyboard.type(PINS[number - 1])
    page.get_by_role("button", name="开始答题").click()


def answer(page, *, choice):
    """Every question: the first or the last option of a choice; a sentence where one is asked for."""
    for number in range(1, 6):
        page.get_by_role("heading", name=f"第 {number} 题").wait_for()
        if page.get_by_role("radio").count():
            page.get_by_role("radio").nth(choice).check()
        else:
            page.get_by_role("textbox").fill("先断电，再验电，挂牌，最后开始。")
            page.get_by_text("已存在平板里").wait_for()
        if number < 5:
            page.get_by_role("button", name="下一题").click()


def hand_in(page):
    page.get_by_role("banner").get_by_role("button", name="交卷").click()
    page.get_by_role("dialog").get_by_role("button", name="交卷").click()


def reload_until(page, wanted):
    """The first of them, once it stands on the page."""
    while not wanted.count():
        page.wait_for_timeout(500)
        page.reload()
    return wanted.first


def mark_all(page, site):
    page.goto(f"{site.staff}/admin/marking/")
    reload_until(
        page, page.get_by_role("button", name="Mark", exact=True)
    ).click()  # the server scores in the background
    for _answer in range(2):
        page.locator(".nlk-form").wait_for()
        for _criterion in range(page.locator("[data-criterion]").count()):
            page.keyboard.press("2")
        page.get_by_label("Comment: the learner reads it").fill("步骤写得清楚。")
        page.get_by_role("button", name="Give and next").click()
        page.wait_for_load_state()
    page.get_by_text("Nothing is left for you at this question.").wait_for()


def test_from_an_excel_file_to_a_decided_appeal(prison, sign_in, playwright, tmp_path):
    site, seed, excel = prison
    evaluator = sign_in(site, "evaluator")
    import_questions(evaluator, site, excel)
    write_paper(evaluator, site)
    sitting = plan_and_seal(evaluator, site)

    with (
        Browser(playwright, tmp_path / "one", "--window-size=1280,800") as one,
        Browser(playwright, tmp_path / "two", "--window-size=800,1280") as two,
    ):
        first, second = (
            pair(tablet, site, code, sitting) for tablet, code in zip((one, two), seed["codes"], strict=True)
        )
        invigilator = sign_in(site, "invigilator")
        invigilator.goto(f"{site.staff}/admin/sittings/{sitting}/room/")
        invigilator.get_by_role("button", name="Attendance").click()
        invigilator.get_by_role("button", name="All others are present").click()
        invigilator.get_by_role("button", name="Open the sitting").click()
        invigilator.get_by_role("button", name="Open now").click()
        for number, page in enumerate((first, second), 1):
            sit_down(page, number)
        two.context.set_offline(True)  # the line of one tablet is cut
        answer(first, choice=0)
        hand_in(first)
        answer(second, choice=-1)
        hand_in(second)
        expect(second.get_by_text("在这台平板上")).to_be_visible()
        two.context.set_offline(False)
        for page in (first, second):
            wait_for(page, "core.sync.value.waiting === 0")
        invigilator.get_by_text("handed in", exact=False).first.wait_for()
        invigilator.get_by_role("button", name="End for all").click()
        invigilator.get_by_role("button", name="End now").click()
        invigilator.get_by_text("Ended", exact=False).first.wait_for()

        mark_all(evaluator, site)
        mark_all(sign_in(site, "marker"), site)
        chief = sign_in(site, "chief")
        chief.goto(f"{site.staff}/admin/exam-marks/{sitting}/")
        chief.get_by_role("button", name="Close the marking").click()
        chief.get_by_role("button", name="Approve for release").click()
        office = sign_in(site, "office")
        office.goto(f"{site.staff}/admin/exam-marks/{sitting}/")
        office.get_by_role("button", name="Release the marks").click()
        office.get_by_text("Learners see their results").wait_for()

        contest(first, site)
        decide(sign_in(site, "decider"), site)
        reload_until(first, first.get_by_text("标准答案没有问题"))


def contest(page, site):
    page.goto(site.tablet)
    core(page, "core.signIn('2001', {kind: 'pin', pin: arg})", PINS[0])
    core(page, "core.syncNow()")
    page.goto(f"{site.tablet}/exams")
    page.get_by_role("link", name="焊工理论").first.click()
    page.locator(".exam-form summary").first.click()
    page.locator("#appeal-text").fill("第二题的答案我认为也对。")
    page.get_by_role("button", name="提交").click()
    page.get_by_role("status").get_by_text("已", exact=False).first.wait_for()
    wait_for(page, "core.syncNow().then(() => core.sync.value.waiting === 0)")


def decide(page, site):
    page.goto(f"{site.staff}/admin/exam-appeals/")
    reload_until(page, page.get_by_role("link", name="考生1")).click()  # the log is followed in the background
    page.get_by_label("No, it stays as it is").check()
    page.get_by_label("Reason: the learner reads it").fill("标准答案没有问题，见课本第 12 页。")
    page.get_by_role("button", name="Decide", exact=True).click()
    page.get_by_text("Decided. The learner reads it.").wait_for()
