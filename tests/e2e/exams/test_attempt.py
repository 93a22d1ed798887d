"""A candidate's attempt in a real Chromium against a real server: on line, with the line cut, and after a crash."""

import os
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import core
from tests.e2e.exams.conftest import PIN, sit_down

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def shot(page, name):
    folder = os.environ.get("NEWLEAF_SHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"exam-{name}.png"))


def left(page):
    """Seconds on the candidate's clock."""
    minutes, seconds = page.locator(".exam-clock").inner_text().split(":")[-2:]
    return int(minutes) * 60 + int(seconds)


def test_an_attempt_from_the_door_to_the_receipt(room, ready):
    page = ready
    page.get_by_role("link", name=room.facts["room"]).click()
    page.get_by_role("heading", name="考试还没开始").wait_for()
    room.do("open_sitting")
    page.get_by_role("heading", name="你坐几号").wait_for()
    shot(page, "who")
    sit_down(page, room)
    page.get_by_role("button", name="开始答题").click()
    page.get_by_role("radio", name="戴面罩", exact=False).first.check()
    page.get_by_role("button", name="下一题").click()
    page.locator(".hotspot-area").first.click()
    shot(page, "picture")
    page.get_by_role("button", name="下一题").click()
    page.get_by_role("textbox").first.fill("36")
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="第 3 题")).to_be_visible()
    page.get_by_role("button", name="下一题").click()
    page.get_by_role("textbox").fill("先断电，再灭火。")
    page.get_by_text("已存在平板里").wait_for()
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("先断电，再灭火。")
    page.get_by_role("button", name="第 1 题").click()
    page.get_by_role("button", name="清空这一题").click()
    page.get_by_role("banner").get_by_role("button", name="交卷").click()
    page.get_by_text("还有 1 题没答").wait_for()
    shot(page, "hand-in")
    page.get_by_role("dialog").get_by_role("button", name="第 1 题").click()
    page.get_by_role("radio").nth(1).check()
    page.get_by_role("banner").get_by_role("button", name="交卷").click()
    page.get_by_role("dialog").get_by_role("button", name="交卷").click()
    page.get_by_text("监狱服务器都收到了").wait_for()
    shot(page, "done")
    found = room.attempt()
    assert found["state"] == "submitted"
    assert {kind for kind, response in found["responses"].items() if response} == {
        "choice",
        "hotspot",
        "fill_in",
        "extended_text",
    }
    assert found["responses"]["extended_text"] == "先断电，再灭火。"


def test_line_down_code_and_a_crash_cost_no_response_and_no_time(room, ready, tablet, prison_with_sittings):
    site, _seed = prison_with_sittings
    site.stop()
    room.do("open_sitting")
    page = ready
    page.goto(room.address)
    page.locator("#exam-code").fill("AAAA-BBBB-CCCC")
    page.keyboard.press("Enter")
    page.get_by_text("这个码打不开这份试卷").wait_for()
    page.locator("#exam-code").fill(room.facts["code"].lower().replace("-", " "))
    page.keyboard.press("Enter")
    sit_down(page, room)
    page.get_by_role("button", name="刚开始考").click()
    page.get_by_role("button", name="开始答题").click()
    page.get_by_role("radio").first.check()
    page.get_by_text("已存在平板里").wait_for()
    page.get_by_role("button", name="第 4 题").click()
    page.get_by_role("textbox").fill("先断电。")
    page.get_by_text("已存在平板里").wait_for()
    before, at = left(page), time.monotonic()
    tablet.kill()
    assert time.monotonic() - at < 2
    tablet.start()
    page = tablet.open(site.tablet)
    page.locator("#pin").wait_for()
    page.keyboard.type(PIN)
    expect(page.get_by_role("textbox")).to_have_value("先断电。")
    assert abs(before - left(page)) <= 2
    page.get_by_role("button", name="第 1 题").click()
    expect(page.get_by_role("radio").first).to_be_checked()
    page.get_by_text("网络断了，没关系").wait_for()
    shot(page, "line-down")
    page.get_by_role("banner").get_by_role("button", name="交卷").click()
    page.get_by_role("dialog").get_by_role("button", name="交卷").click()
    page.get_by_role("heading", name="已经交卷").wait_for()
    assert room.attempt()["responses"] == {}
    site.start()
    core(page, "core.syncNow()")
    page.get_by_text("监狱服务器都收到了").wait_for()
    found = room.attempt()
    assert found["state"] == "submitted"
    assert found["responses"]["extended_text"] == "先断电。"
    assert "choice" in found["responses"]
    assert found["incidents"] == ["restarted"]
