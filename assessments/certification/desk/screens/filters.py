"""What stands in the address of the desk's screens: scheme, prison, period, and what is compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from lms.lib.errors import Invalid
from lms.people.models import Officer, Prison
from lms.people.permissions import holds_server_wide

from ...models import Scheme
from ...permissions import VIEWERS, schemes_for
from ..figures import BY, Selection

YEAR = timedelta(days=364)


@dataclass(frozen=True)
class Filters:
    """`schemes` and `prisons`: what may be chosen. `by`: the rows of the comparison."""

    selection: Selection
    by: str
    schemes: list[Scheme]
    prisons: list[Prison]

    @property
    def scheme(self) -> Scheme | None:
        return next((one for one in self.schemes if one.pk == self.selection.scheme), None)

    @property
    def prison(self) -> Prison | None:
        return next((one for one in self.prisons if one.pk == self.selection.prison), None)

    def query(self, **changed: Any) -> str:
        """The same filters as an address; `changed` replaces or (None) takes away."""
        chosen = self.selection
        kept: dict[str, Any] = {
            "scheme": chosen.scheme,
            "prison": chosen.prison,
            "from": chosen.since,
            "to": chosen.until,
            "by": self.by,
        }
        return urlencode({name: value for name, value in (kept | changed).items() if value})

    def figures_query(self, **changed: Any) -> str:
        """For the page of figures, where a period that is left out means the last twelve months."""
        query = self.query(**changed)
        return query if "from=" in query or "to=" in query else f"{query}&from=&to="

    def in_words(self) -> str:
        chosen = self.selection
        said = [
            str(self.scheme or _("all schemes")),
            str(self.prison or _("all prisons that you may see")),
            period_in_words(chosen.since, chosen.until),
        ]
        return " · ".join(said)


def period_in_words(since: date | None, until: date | None) -> str:
    if since and until:
        return _("registered from %(since)s to %(until)s") % {"since": since, "until": until}
    if since:
        return _("registered since %(since)s") % {"since": since}
    if until:
        return _("registered until %(until)s") % {"until": until}
    return _("registered at any time")


def filters_of(request: HttpRequest, officer: Officer, *, default_year: bool = False) -> Filters:
    """Raises Invalid for what cannot be read and NotFoundHere for what the officer may not see."""
    asked = request.GET
    since, until = _day(asked.get("from", "")), _day(asked.get("to", ""))
    today = timezone.localdate()
    if default_year and "from" not in asked and "to" not in asked:
        since, until = today - YEAR, today
    if since and until and since > until:
        raise Invalid(_("The period ends before it begins. Choose other days."))
    prisons, schemes = list(prisons_for(officer)), list(schemes_for(officer).order_by("title"))
    scheme, prison = _chosen(asked.get("scheme", ""), schemes), _chosen(asked.get("prison", ""), prisons)
    by = asked.get("by", "")
    return Filters(Selection(since, until, scheme, prison), by if by in BY else BY[0], schemes, prisons)


def prisons_for(officer: Officer) -> Any:
    """Where the officer holds a role that sees candidates, for the whole or for a ward."""
    if holds_server_wide(officer, *VIEWERS):
        return Prison.objects.order_by("code")
    grants = officer.grants.filter(role__in=VIEWERS)
    return Prison.objects.filter(Q(pk__in=grants.values("prison")) | Q(pk__in=grants.values("ward__prison"))).order_by(
        "code"
    )


def periods(today: date) -> list[tuple[str, date | None, date | None]]:
    """Those that are asked for most, by name."""
    first = today.replace(month=1, day=1)
    return [
        (_("12 months"), today - YEAR, today),
        (_("This year"), first, today),
        (_("Last year"), first.replace(year=first.year - 1), first - timedelta(days=1)),
        (_("Always"), None, None),
    ]


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = parse_date(text[:20])
    except ValueError:
        day = None
    if day is None or not 1970 < day.year < 2200:
        raise Invalid(_("“%(text)s” is no day. Write it like 2026-03-31.") % {"text": text[:20]})
    return day


def _chosen(text: str, there: list[Any]) -> UUID | None:
    if not text:
        return None
    for one in there:
        if str(one.pk) == text:
            return one.pk  # type: ignore[no-any-return]
    raise Invalid(_("This scheme or prison is not among yours. Choose again."))
