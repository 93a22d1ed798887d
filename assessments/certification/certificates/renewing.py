"""What ends: certificates that expire, reminders before they do, and the way to the next one."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.people.models import Officer

from ..candidacies.deciding import months_later
from ..candidacies.moving import move
from ..candidacies.registration import Holder, register_candidates
from ..candidacies.states import OPEN, CandidacyState
from ..errors import NotNow
from ..models import Candidacy, Certificate, SchemeVersion
from ..permissions import certificate_for
from ..schemes.rules import Rules

AT_ONCE = 200
AHEAD = timedelta(days=92)  # where a scheme says nothing of renewal


@transaction.atomic
def expire_candidacies() -> int:
    """Candidacies whose standing certificate has ended. Returns how many."""
    today = timezone.localdate()
    ended = Certificate.objects.filter(state=Certificate.State.ISSUED, valid_until__lt=today)
    rows = Candidacy.objects.select_for_update(of=("self",)).filter(state=CandidacyState.ISSUED)
    found = list(rows.filter(pk__in=ended.values("candidacy"))[:AT_ONCE])
    for candidacy in found:
        move(candidacy, CandidacyState.EXPIRED, by=None)
    return len(found)


def expiring(certificates: QuerySet[Certificate], *, today: date | None = None) -> QuerySet[Certificate]:
    """Of these, the valid ones that end soon and for whose renewal nobody is registered, the next first.

    How soon is said by the rules in force of each scheme.
    """
    today = today or timezone.localdate()
    by_months: dict[int, list[UUID]] = defaultdict(list)
    for scheme, months in renewable_schemes().items():
        by_months[months].append(scheme)
    told = [scheme for schemes in by_months.values() for scheme in schemes]
    soon = ~Q(candidacy__scheme__in=told) & Q(valid_until__lte=today + AHEAD)
    for months, schemes in by_months.items():
        soon |= Q(candidacy__scheme__in=schemes, valid_until__lte=months_later(today, months))
    under_way = Candidacy.objects.filter(renews__isnull=False, state__in=(*OPEN, CandidacyState.ISSUED))
    found = certificates.filter(soon, state=Certificate.State.ISSUED, valid_until__gte=today)
    return found.exclude(pk__in=under_way.values("renews")).order_by("valid_until", "number")


@transaction.atomic
def register_renewal(certificate_id: UUID | str, *, by: Officer) -> Candidacy:
    """The holder on the way to the next certificate, with the name as it stands on this one.

    Raises NotFoundHere, PermissionDenied, NotNow, NoRules, AlreadyRegistered, Invalid.
    """
    one = certificate_for(by, certificate_id)
    scheme = one.candidacy.scheme_id
    if scheme not in renewable_schemes():
        raise NotNow(_("This scheme knows no renewal. Register the learner for it anew."))
    if not can_be_renewed(one):
        raise NotNow(_("This certificate cannot be renewed now: too early, ended, or its renewal is under way."))
    held = one.candidacy
    holder = Holder(held.holder_name, held.holder_latin, held.born_on, held.identity_number)
    learner = held.learner_id
    return register_candidates(scheme, [learner], by=by, holders={learner: holder}, renews={learner: one})[0]


def can_be_renewed(certificate: Certificate) -> bool:
    """Its scheme has a renewal, and the time for it has come."""
    return (
        certificate.candidacy.scheme_id in renewable_schemes()
        and expiring(Certificate.objects.filter(pk=certificate.pk)).exists()
    )


def renewable_schemes() -> dict[UUID, int]:
    """Scheme → months before the end from which on a certificate is renewed, by the rules in force."""
    live = SchemeVersion.objects.filter(state=SchemeVersion.State.LIVE).values_list("scheme_id", "rules")
    read = {scheme: Rules.model_validate(rules).renewal for scheme, rules in live if rules.get("renewal")}
    return {scheme: again.ahead_months for scheme, again in read.items() if again is not None}
