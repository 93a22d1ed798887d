"""The room screen in Chromium: sixty seats at a glance, attendance by tap and by key, axe finds nothing."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from assessments.exams.models import Incident, Seat
from assessments.exams.sittings import api as sittings
from tests.factories import sittings as some
from tests.lms.learning.test_in_a_browser import open_as  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WIDE, UPRIGHT = {"width": 1280, "height": 800}, {"width": 800, "height": 1280}


def shot(page, name):
    if folder := os.environ.get("NEWLEAF_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


def violations_of(page):
    """When colours have stopped to change: half-way between two of them nothing has enough contrast."""
    page.evaluate(
        """Promise.allSettled(document.getAnimations()
             .filter((one) => Number.isFinite(one.effect.getComputedTiming().endTime)).map((one) => one.finished))"""
    )
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = Axe().run(page, options=rules).response["violations"]
    return [(one["id"], one["nodes"][0]["target"], one["nodes"][0]["html"][:400]) for one in found]


@pytest.fixture
def sitting(evaluator, invigilator, ward):
    """Sixty seats in every state there is."""
    learners = some.candidates(ward, 60, first=4001)
    learners[6].name = "阿不都热合曼·买买提"
    learners[6].save()
    sitting = some.an_open_sitting(evaluator, learners, invigilator=invigilator, title="焊工（五级）理论考试")
    now = timezone.now()
    for seat in sitting.seats.all():
        seat.form = [{"section": "s", "item": 1, "points": "1", "order": []}] * 40
        seat.heard_at, seat.attendance = now, "present"
        seat.state, seat.answered, seat.received = "answering", seat.number % 40, max(0, seat.number % 40 - 2)
        seat.used_ms = (10 + seat.number % 7) * 60_000
        if seat.number % 9 == 0:
            seat.state, seat.answered, seat.received = "submitted", 40, 40
        if seat.number % 11 == 0:
            seat.heard_at = now - timedelta(seconds=90)
        if seat.number in (5, 17):
            seat.paused_at = now
        if seat.number in (8, 20, 33):
            seat.state, seat.attendance, seat.answered, seat.heard_at = "waiting", "absent", 0, None
        if seat.number == 13:
            seat.clock_doubted = seat.read_aloud = True
        if seat.number == 26:
            seat.ended_at = now
        if seat.number == 31:
            seat.used_ms = 57 * 60_000
        seat.save()
    sittings.add_time(sitting.pk, 10, by=invigilator, seat_id=sitting.seats.get(number=13).pk, text="设备故障")
    sittings.note_incident(sitting.pk, "走廊有噪音", by=invigilator)
    return sitting


def room(sitting):
    return f"/admin/sittings/{sitting.pk}/room/"


def seat(page, number):
    return page.get_by_role("list", name="Seats").get_by_role("button", name=re.compile(rf"^Seat {number},"))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("size", [WIDE, UPRIGHT], ids=["wide", "upright"])
def test_sixty_seats_are_seen_at_a_glance(open_as, invigilator, sitting, language, size):  # noqa: F811
    page = open_as(invigilator, "/admin/", language)
    page.set_viewport_size(size)
    page = open_as(invigilator, room(sitting), language)
    expect(page.locator(".nlx-seat")).to_have_count(60)
    last = page.locator(".nlx-seat").last.bounding_box()
    shot(page, f"room-{size['width']}.{language}")
    assert last["y"] + last["height"] <= size["height"]
    assert last["x"] + last["width"] <= size["width"]
    assert last["height"] >= 44
    assert last["width"] >= 44


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing_in_the_room(open_as, invigilator, sitting, language, scheme):  # noqa: F811
    page = open_as(invigilator, room(sitting), language)
    page.emulate_media(color_scheme=scheme)
    found = {}
    found["room"] = violations_of(page)
    shot(page, f"room-{scheme}.{language}")
    page.locator("[data-mode]").click()
    found["attendance"] = violations_of(page)
    shot(page, f"room-attendance-{scheme}.{language}")
    page.locator("[data-mode]").click()
    page.locator(".nlx-seat").nth(12).click()
    page.locator("dialog[open] summary").first.click()
    found["seat"] = violations_of(page)
    shot(page, f"room-seat-{scheme}.{language}")
    page.locator("dialog[open] [data-close]").first.click()
    for name in ("add-time", "note", "code", "pause", "end"):
        page.locator(f'[data-dialog="{name}"]').click()
        if name == "code":
            page.locator("[data-show-code]").click()
            expect(page.locator("[data-code] span")).to_have_count(3)
        found[name] = violations_of(page)
        shot(page, f"room-{name}-{scheme}.{language}")
        page.locator("dialog[open] [data-close]:visible").first.click()
    assert {name: one for name, one in found.items() if one} == {}


def attendance_of(sitting):
    return list(sitting.seats.order_by("number").values_list("attendance", flat=True))


@pytest.fixture
def forty(evaluator, invigilator, ward):
    learners = some.candidates(ward, 40, first=4001)
    return some.a_sealed_sitting(evaluator, learners, invigilator=invigilator)


def test_attendance_of_forty_is_taken_with_one_tap_each(open_as, invigilator, forty):  # noqa: F811
    page = open_as(invigilator, room(forty))
    page.get_by_role("button", name="Attendance", exact=True).click()
    for number in range(1, 41):
        seat(page, number).click(click_count=2 if number in (3, 30) else 1, delay=0)
    expect(page.get_by_text("38 present, 2 absent, 0 excused, 0 not noted")).to_be_visible()
    page.wait_for_load_state("networkidle")
    wanted = ["absent" if number in (3, 30) else "present" for number in range(1, 41)]
    assert attendance_of(forty) == wanted


def test_attendance_of_forty_is_taken_with_the_keyboard(open_as, invigilator, forty):  # noqa: F811
    page = open_as(invigilator, room(forty))
    page.get_by_role("button", name="Attendance", exact=True).focus()
    page.keyboard.press("Enter")
    for number in range(1, 41):
        page.keyboard.press("2" if number in (3, 30) else "3" if number == 7 else "1")
    expect(page.get_by_text("37 present, 2 absent, 1 excused, 0 not noted")).to_be_visible()
    page.wait_for_load_state("networkidle")
    wanted = {3: "absent", 30: "absent", 7: "excused"}
    assert attendance_of(forty) == [wanted.get(number, "present") for number in range(1, 41)]


def test_all_others_are_present_and_undo(open_as, invigilator, forty):  # noqa: F811
    page = open_as(invigilator, room(forty))
    page.get_by_role("button", name="Attendance", exact=True).click()
    seat(page, 5).click(click_count=2)
    page.get_by_role("button", name="All others are present").click()
    expect(page.get_by_text("39 present, 1 absent, 0 excused, 0 not noted")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="39 set to present.")).to_be_attached()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").filter(has_text="Undone.")).to_be_attached()
    assert [one for one in attendance_of(forty) if one] == ["absent"]


def test_the_room_is_opened_held_and_ended(open_as, invigilator, forty):  # noqa: F811
    page = open_as(invigilator, room(forty))
    page.get_by_role("button", name="Open the sitting").click()
    page.get_by_role("button", name="Open now").click()
    page.get_by_role("button", name="Pause all").click()
    page.get_by_role("textbox", name="Why").fill("火警")
    page.get_by_role("button", name="Pause now").click()
    expect(page.get_by_text("The room is paused. All clocks stand.")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    seat(page, 3).click()
    page.get_by_text("Let another tablet take this seat").click()
    page.get_by_text("It is destroyed or gone").click()
    page.get_by_role("button", name="Let another tablet in").click()
    expect(page.get_by_text("Seat 3: Tablet lost")).to_be_visible()
    Seat.objects.filter(sitting=forty, number=9).update(state="answering", heard_at=timezone.now())
    expect(seat(page, 9)).to_have_attribute("data-state", "answering")  # it has asked by itself
    page.get_by_role("button", name="End for all").click()
    expect(page.get_by_role("dialog").get_by_text("9 考生9")).to_be_visible()
    page.get_by_role("button", name="End now").click()
    expect(page.locator("[data-room]")).to_have_attribute("data-state", "ended")
    forty.refresh_from_db()
    assert forty.state == "ended"
    assert list(Incident.objects.values_list("kind", flat=True)) == ["paused", "resumed", "tablet_lost"]


def test_a_seat_is_found_and_reached_with_the_keyboard(open_as, invigilator, sitting):  # noqa: F811
    page = open_as(invigilator, room(sitting))
    page.get_by_role("searchbox").fill("买买提")
    expect(page.locator(".nlx-seat:visible")).to_have_count(1)
    page.get_by_role("searchbox").fill("")
    seat(page, 1).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Seat 60"))).to_be_visible()


def test_a_lost_connection_is_said(open_as, invigilator, sitting):  # noqa: F811
    page = open_as(invigilator, room(sitting))
    page.route("**/room/**", lambda route: route.abort())
    expect(page.get_by_text("No connection to the server.")).to_be_visible()
    page.unroute("**/room/**")
    expect(page.get_by_text("Updates every few seconds")).to_be_visible()
