"""What waits for an evaluator: one line each, with the page where it is dealt with; what has a deadline comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.exams.marking.permissions import appeals_for, decidable, marked_sittings_for
from assessments.exams.marking.queue import open_scores
from assessments.exams.models import Appeal
from assessments.exams.permissions import wards_of
from assessments.exams.sittings.permissions import can_hold, sittings_for
from assessments.exams.sittings.states import SittingState
from lms.people.models import Officer

from ..bodies.permissions import files_for
from ..models import Certificate, CertificateOrder, ResultFile, ResultRow
from ..permissions import candidacies_for, certificates_for, orders_for
from .stages import UNORDERED, S

SHOWN = 10  # of a kind that is listed one by one


@dataclass(frozen=True)
class Work:
    """`due`: until when it must be done (urgent when that is past or within a day); `since`: how long it has waited."""

    text: str
    url: str
    due: datetime | None = None
    since: datetime | None = None
    with_others: bool = False
    is_clock: bool = False  # `due` is an hour of today

    @property
    def overdue(self) -> bool:
        return self.due is not None and not self.is_clock and self.due < timezone.now()


def work_of(officer: Officer) -> list[Work]:
    """Deadlines first, then what has waited longest."""
    found = [one for provider in PROVIDERS for one in provider(officer)]
    far = timezone.now() + timedelta(days=36_500)
    return sorted(found, key=lambda one: (one.with_others, one.due or far, one.since or far))


def _today() -> tuple[datetime, datetime]:
    start = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    return start, start + timedelta(days=1)


def sittings_of_today(officer: Officer) -> Iterator[Work]:
    start, end = _today()
    states = (SittingState.PLANNED, SittingState.SEALED, SittingState.OPEN)
    of_today = Q(planned_start__gte=start, planned_start__lt=end) | Q(state=SittingState.OPEN)
    for one in sittings_for(officer).filter(of_today, state__in=states).order_by("planned_start")[:SHOWN]:
        told = {"title": one.title, "room": one.room}
        under_way = one.state == SittingState.OPEN
        text = _("Under way in %(room)s: %(title)s") if under_way else _("Sitting today in %(room)s: %(title)s")
        page = "sitting_room" if can_hold(officer, one) and one.state != SittingState.PLANNED else "sitting"
        yield Work(text % told, reverse(page, args=[one.pk]), due=one.planned_start, is_clock=True)


def marks(officer: Officer) -> Iterator[Work]:
    waiting = open_scores(officer).values_list("needs_third", "seat__sitting__ended_at")
    rows = list(waiting)
    for third in (True, False):
        ended = [at for needs, at in rows if needs is third]
        if not ended:
            continue
        text = (
            ngettext("%(n)s answer waits for a third mark", "%(n)s answers wait for a third mark", len(ended))
            if third
            else ngettext("%(n)s answer waits for your mark", "%(n)s answers wait for your mark", len(ended))
        )
        yield Work(
            text % {"n": len(ended)}, reverse("exam_marking"), since=min((at for at in ended if at), default=None)
        )


def sittings_to_move_on(officer: Officer) -> Iterator[Work]:
    found = marked_sittings_for(officer).filter(state__in=(SittingState.MARKED, SittingState.MODERATED))
    for one in found.order_by("ended_at")[:SHOWN]:
        approved = one.state == SittingState.MODERATED
        text = _("Release the marks: %(title)s") if approved else _("Look at the marks: %(title)s")
        mine = approved and one.moderations.filter(approved_by=officer, released_at=None, sent_back_at=None).exists()
        url = reverse("exam_marks_of", args=[one.pk])
        yield Work(text % {"title": one.title}, url, since=one.ended_at, with_others=mine)


def appeals(officer: Officer) -> Iterator[Work]:
    waiting = appeals_for(officer).filter(state__in=(Appeal.State.OPEN, Appeal.State.PROPOSED)).order_by("due_at")[:50]
    for one in decidable(officer, [one for one in waiting if one.decided_by_id != officer.pk])[:SHOWN]:
        proposed = one.state == Appeal.State.PROPOSED
        text = _("Confirm the decision on an appeal: %(title)s") if proposed else _("Decide on an appeal: %(title)s")
        yield Work(text % {"title": one.seat.sitting.title}, reverse("exam_appeal", args=[one.pk]), due=one.due_at)


def orders(officer: Officer) -> Iterator[Work]:
    """Certificates that wait for a second officer; those the officer proposed wait for others."""
    own = wards_of(officer)
    found = orders_for(officer).filter(state=CertificateOrder.State.PROPOSED)
    if own:
        found = found.exclude(lines__candidacy__learner__ward__in=own)
    for one in found.annotate(count=Count("lines", distinct=True)).order_by("proposed_at")[:SHOWN]:
        text = ngettext(
            "%(what)s: %(n)s certificate of %(body)s", "%(what)s: %(n)s certificates of %(body)s", one.count
        )
        told = {"what": one.get_kind_display(), "n": one.count, "body": one.body}
        mine = one.proposed_by_id == officer.pk
        yield Work(text % told, _page("certificate_order", one.pk), since=one.proposed_at, with_others=mine)


def doubtful_rows(officer: Officer) -> Iterator[Work]:
    found = files_for(officer).filter(phase=ResultFile.Phase.REPORT).select_related("body")
    open_rows = Q(rows__verdict=ResultRow.Verdict.DOUBTFUL, rows__decision="")
    for one in found.annotate(open=Count("rows", filter=open_rows)).order_by("read_at")[:SHOWN]:
        said = {"n": one.open, "body": one.body, "file": one.filename}
        text = (
            ngettext(
                "%(n)s doubtful line in the results of %(body)s (%(file)s)",
                "%(n)s doubtful lines in the results of %(body)s (%(file)s)",
                one.open,
            )
            if one.open
            else _("Results of %(body)s wait to be taken (%(file)s)")
        )
        yield Work(text % said, reverse("body_results_file", args=[one.pk]), since=one.read_at)


def candidates(officer: Officer) -> Iterator[Work]:
    """Whole groups of candidates for whom the next step is due."""
    mine = candidacies_for(officer).order_by()
    seats = mine.filter(state=S.ELIGIBLE).aggregate(n=Count("pk"), since=Min("eligible_at"))
    if seats["n"]:
        text = ngettext("%(n)s candidate waits for a seat", "%(n)s candidates wait for a seat", seats["n"])
        yield Work(text % seats, _people("state-eligible"), since=seats["since"])
    awarded = mine.filter(UNORDERED).aggregate(n=Count("pk"), since=Min("decided_at"))
    if awarded["n"]:
        text = ngettext(
            "%(n)s candidate waits for the certificate", "%(n)s candidates wait for the certificate", awarded["n"]
        )
        yield Work(text % awarded, reverse("certificates_awarded"), since=awarded["since"])
    today = timezone.localdate()
    ends = (today, today + timedelta(days=30))
    standing = certificates_for(officer).filter(state=Certificate.State.ISSUED, valid_until__range=ends)
    ending = standing.order_by().aggregate(n=Count("pk"))
    if ending["n"]:
        text = ngettext("%(n)s certificate ends within 30 days", "%(n)s certificates end within 30 days", ending["n"])
        yield Work(text % ending, _people("expires-30"))


def _people(what: str) -> str:
    return f"{reverse('desk_people')}?{urlencode({'what': what})}"


def _page(name: str, key: Any) -> str:
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return reverse("evaluator_desk")


PROVIDERS: tuple[Callable[[Officer], Iterable[Work]], ...] = (
    sittings_of_today,
    marks,
    sittings_to_move_on,
    appeals,
    orders,
    doubtful_rows,
    candidates,
)
