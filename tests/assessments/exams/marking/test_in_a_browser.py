"""Marking by keyboard and moderation of 60 attempts in Chromium: nothing for axe to find, in both languages, wide and upright."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from assessments.bank import api as bank
from assessments.exams import api as exams
from assessments.exams.marking import api as marking
from assessments.exams.marking.appeals import file_appeal
from assessments.exams.models import ItemVersion, Mark, Response
from assessments.exams.sittings import api as sittings
from assessments.samples.items import drafts
from assessments.samples.papers import WELDER, form
from assessments.samples.sitting import answers, marks
from tests.factories import papers
from tests.factories import people as a
from tests.factories import sittings as some
from tests.lms.learning.test_in_a_browser import open_as  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
KINDS = ("choice", "numeric", "fill_in", "extended_text")
CANDIDATES = 60


@pytest.fixture
def past(evaluator, ward):
    """The samples' past sitting, 60 attempts, as far as its questions need no picture. (sitting, placed, name → key of the version)"""
    placed = [one for one in form(WELDER, drafts(), seed=1) if one.draft.item.kind in KINDS and not one.draft.files]
    items = {}
    for one in placed:
        item = one.draft.item
        items[one.draft.name] = bank.create_item(
            item.kind, item.prompt_html, bank.answers_of_document(item), by=evaluator
        )
    parts = [papers.fixed(items[one.draft.name], points=one.points) for one in placed]
    paper = papers.a_paper(evaluator, *parts, options_mixed=False)
    version = exams.approve_paper(paper.pk, by=evaluator)
    sitting = some.an_open_sitting(evaluator, some.candidates(ward, CANDIDATES), version=version)
    kept = {name: ItemVersion.objects.get(item=item) for name, item in items.items()}
    seats, now = {seat.number: seat for seat in sitting.seats.all()}, timezone.now()
    Response.objects.bulk_create(
        Response(seat=seats[one.candidate], item=kept[one.item], response=_own(one, placed, kept), received_at=now)
        for one in answers([one.draft for one in placed], candidates=CANDIDATES)
    )
    sitting.seats.update(state="submitted")
    sittings.end_sitting(sitting.pk, by=evaluator)
    marking.score_sitting(sitting.pk)
    return sitting, placed, kept


def _own(one, placed, kept):
    """With the ids that the bank gave to the options."""
    source = next(each.draft.item for each in placed if each.draft.name == one.item)
    if source.kind != "choice":
        return one.response
    texts = {option.id: option.text for option in source.options}
    ids = {option["text"]: option["id"] for option in kept[one.item].document["options"]}
    return "[,]".join(ids[texts[key]] for key in one.response.split("[,]") if key)


def mark_as_made_up(past, first, second):
    """Both markers give what the samples say that they gave."""
    sitting, placed, kept = past
    drafted = [one.draft for one in placed]
    given = {
        (one.candidate, one.item, one.marker, one.criterion): one.points
        for one in marks(drafted, answers(drafted, candidates=CANDIDATES))
    }
    names = {version.pk: name for name, version in kept.items()}
    for turn, officer in ((1, first), (2, second)):
        for pile in marking.piles_for(officer):
            while mark := marking.claim_next(sitting.pk, pile.item, by=officer):
                levels = {}
                draft = next(one for one in drafted if one.name == names[mark.score.item_id])
                pairs = zip(mark.score.item.document["rubric"], draft.item.rubric, strict=True)
                for criterion, made_up in pairs:
                    points = given[mark.score.seat.number, names[mark.score.item_id], turn, made_up.id]
                    worths = [level["points"] for level in criterion["levels"]]
                    levels[criterion["id"]] = worths.index(points)
                marking.give_mark(mark.pk, by=officer, levels=levels)


def look(page, name, language, found):
    for width, height in ((1280, 800), (800, 1280)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_load_state("networkidle")
        if folder := os.environ.get("NEWLEAF_SHOTS"):
            page.screenshot(path=str(Path(folder) / f"marking-{name}-{width}.{language}.png"), full_page=True)
        violations = Axe().run(page, options=WCAG).response["violations"]
        found += [(name, language, one["id"], one["nodes"][0]["html"][:200]) for one in violations]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found.append((name, language, "wider than the screen", wide))


def test_answers_are_marked_with_the_keyboard_alone_and_kept_as_one_goes(open_as, past, first):  # noqa: F811
    page = open_as(first, "/admin/marking/", "en")
    page.get_by_role("button", name="Mark", exact=True).first.press("Enter")
    expect(page.get_by_role("heading", name="Answer", exact=True)).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_role("status").filter(has_text="Saved at")).to_be_visible()
    assert Mark.objects.get().levels
    page.keyboard.press("c")
    page.keyboard.type("写清楚了。")
    page.keyboard.press("Escape")
    for _ in page.locator("[data-criterion]").all():
        page.keyboard.press("1")
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != before)
    given = Mark.objects.get(given_at__isnull=False)
    assert (given.comment, given.turn) == ("写清楚了。", 1)
    second_answer = page.url
    page.keyboard.press("s")
    page.wait_for_url(lambda url: url != second_answer)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing_from_marking_to_appeals(
    open_as,  # noqa: F811
    past,
    first,
    second,
    third,
    chief,
    second_chief,
    education_office,
    language,
):
    sitting, _placed, kept = past
    found = []
    look(open_as(first, "/admin/marking/", language), "queue", language, found)
    item = next(one for one in kept.values() if one.document["kind"] == "extended_text")
    mark = marking.claim_next(sitting.pk, item.pk, by=first)
    look(open_as(first, f"/admin/marking/{mark.pk}/", language), "answer", language, found)
    look(open_as(chief, f"/admin/exam-marks/{sitting.pk}/", language), "progress", language, found)
    mark_as_made_up(past, first, second)
    for pile in marking.piles_for(third):
        while mark := marking.claim_next(sitting.pk, pile.item, by=third):
            levels = {one["id"]: 0 for one in mark.score.item.document["rubric"]}
            marking.give_mark(mark.pk, by=third, levels=levels)
    marking.close_marking(sitting.pk, by=chief)
    choice = next(one for one in kept.values() if one.document["kind"] == "choice")
    question = f"/admin/exam-marks/{sitting.pk}/questions/{choice.pk}/"
    look(open_as(chief, f"{question}?try=drop", language), "question", language, found)
    marking.drop_item(sitting.pk, choice.pk, by=chief, reason="题干有歧义。")
    look(open_as(chief, f"/admin/exam-marks/{sitting.pk}/", language), "moderation", language, found)
    marking.approve_marks(sitting.pk, by=chief)
    marking.release_marks(sitting.pk, by=education_office)
    seat = sitting.seats.select_related("sitting", "learner").get(number=1)
    appeal = file_appeal(seat, "marks", "第一题我答对了。", at=timezone.now())
    for name, path in (
        ("list", f"exam-marks/{sitting.pk}/list/"),
        ("result", f"exam-results/{seat.pk}/"),
        ("sittings", "exam-marks/"),
        ("appeals", "exam-appeals/"),
        ("appeal", f"exam-appeals/{appeal.pk}/"),
        ("requests", "exam-requests/?q=2001"),
    ):
        officer = a.officer(sitting.prison, "evaluator", username="planner") if name == "requests" else second_chief
        look(open_as(officer, f"/admin/{path}", language), name, language, found)
    assert found == []
