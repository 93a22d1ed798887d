"""Sittings that have ended, and what officers then do with them, through the real api."""

from django.utils import timezone

from assessments.bank.drafts import read_any_item
from assessments.exams.marking import api as marking
from assessments.exams.models import ItemScore, ItemVersion, Response, Seat
from assessments.exams.sittings import api as sittings
from assessments.samples.responses import right_response
from tests.factories import sittings as some

RIGHT = "right"


def an_ended_sitting(by, learners, *, kinds=("choice", "numeric", "extended_text"), given=None, points=2, **fields):
    """`given`: learner's place → {kind: response, or RIGHT}; everybody else answers everything right. Everybody is present."""
    version = fields.pop("version", None) or some.an_approved_paper(by, kinds=kinds, points=points)
    sitting = some.an_open_sitting(by, learners, version=version, **fields)
    for place, seat in enumerate(sitting.seats.order_by("number")):
        answer(seat, (given or {}).get(place, {}))
    sitting.seats.update(state=Seat.State.SUBMITTED)
    sittings.end_sitting(sitting.pk, by=by)
    marking.score_sitting(sitting.pk)
    sitting.refresh_from_db()
    return sitting


def answer(seat, given=None):
    """As read from an answer sheet."""
    given = given or {}
    for place in seat.form:
        item = ItemVersion.objects.get(pk=place["item"])
        response = given.get(item.document["kind"], RIGHT)
        Response.objects.update_or_create(
            seat=seat,
            item=item,
            defaults={
                "response": right(item) if response == RIGHT else response,
                "received_at": timezone.now(),
                "entered_by": "sheet",
            },
        )


def right(item):
    document = read_any_item.validate_python(item.document)
    return "先断电，再验电。" if hasattr(document, "rubric") else right_response(document)


def item_of_kind(sitting, kind):
    keys = [place["item"] for place in sitting.seats.first().form]
    return next(one for one in ItemVersion.objects.filter(pk__in=keys) if one.document["kind"] == kind)


def top(mark):
    """The best level of every criterion."""
    return {one["id"]: len(one["levels"]) - 1 for one in mark.score.item.document["rubric"]}


def bottom(mark):
    return dict.fromkeys(top(mark), 0)


def gives(sitting, officer, *, levels=top, comment=""):
    """One mark by this officer, of the next answer in the queue."""
    item = item_of_kind(sitting, "extended_text")
    mark = marking.claim_next(sitting.pk, item.pk, by=officer)
    return marking.give_mark(mark.pk, by=officer, levels=levels(mark), comment=comment)


def mark_all(sitting, *officers, levels=top):
    """Everything in these officers' queues."""
    for officer in officers:
        for pile in marking.piles_for(officer):
            while mark := marking.claim_next(sitting.pk, pile.item, by=officer):
                marking.give_mark(mark.pk, by=officer, levels=levels(mark))


def a_marked_sitting(by, learners, *, chief, markers, **fields):
    sitting = an_ended_sitting(by, learners, **fields)
    mark_all(sitting, *markers)
    return marking.close_marking(sitting.pk, by=chief)


def a_released_sitting(by, learners, *, chief, markers, releaser, **fields):
    sitting = a_marked_sitting(by, learners, chief=chief, markers=markers, **fields)
    marking.approve_marks(sitting.pk, by=chief)
    return marking.release_marks(sitting.pk, by=releaser)


def score_of(seat, number):
    return ItemScore.objects.get(seat=seat, number=number)
