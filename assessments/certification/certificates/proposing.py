"""The first officer's half: what is to be issued, revoked or replaced, and what exactly the certificates will say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.canonical import canonical_json, sha256_hex
from lms.lib.errors import Invalid, NotFoundHere
from lms.people.models import Officer
from lms.people.names import clean

from ..candidacies.states import CandidacyState
from ..errors import AlreadyOrdered, NoKey, NotNow
from ..models import AwardingBody, Candidacy, Certificate, CertificateOrder, OrderLine
from ..permissions import candidacies_for, certificate_for, check_can_decide
from .sources import words_of

MOST_LINES = 500
Kind = CertificateOrder.Kind


@transaction.atomic
def propose_issue(candidacy_ids: Iterable[UUID | str], *, by: Officer) -> CertificateOrder:
    """For awarded candidates of one body. Raises NotFoundHere, PermissionDenied, NotNow, AlreadyOrdered, NoKey, Invalid."""
    wanted = list(dict.fromkeys(str(one) for one in candidacy_ids))
    if not wanted:
        raise Invalid(_("Choose at least one candidate."))
    if len(wanted) > MOST_LINES:
        raise Invalid(_("At most %(n)s certificates in one order. Make a second one.") % {"n": MOST_LINES})
    rows = _locked_candidacies(by, wanted)
    check_can_decide(by, rows)
    if any(one.state != CandidacyState.AWARDED for one in rows):
        raise NotNow(_("Certificates are issued to candidates who have been awarded. Load the page again."))
    body = _one_body(rows)
    lines = [OrderLine(candidacy=one, facts=words) for one, words in zip(rows, words_of(rows), strict=True)]
    return _proposed(Kind.ISSUE, body, lines, by=by)


@transaction.atomic
def propose_revocation(certificate_id: UUID | str, *, by: Officer, reason: str) -> CertificateOrder:
    """Raises NotFoundHere, PermissionDenied, NotNow, AlreadyOrdered, Invalid."""
    found = _standing(certificate_id, by)
    line = OrderLine(candidacy=found.candidacy, old=found)
    return _proposed(Kind.REVOKE, found.body, [line], by=by, reason=said(reason))


@transaction.atomic
def propose_replacement(
    certificate_id: UUID | str,
    *,
    by: Officer,
    reason: str,
    holder_name: str,
    holder_latin: str = "",
    born_on: date | None = None,
) -> CertificateOrder:
    """A name was written wrong: a new certificate with the right one; the old one is revoked with it.

    Raises NotFoundHere, PermissionDenied, NotNow, AlreadyOrdered, NoKey, Invalid.
    """
    found = _standing(certificate_id, by)
    name, latin = clean(holder_name), clean(holder_latin)
    holder = {"name": name, "latin_name": latin, "born_on": _iso(born_on)}
    if holder == found.facts["holder"]:
        raise Invalid(_("Nothing on the certificate would change."))
    _check_holder(name, latin, born_on)
    _check_key(found.body)
    facts = {key: found.facts[key] for key in ("body", "achievement", "results")}
    facts |= {"holder": holder, "valid_until": _iso(found.valid_until)}
    line = OrderLine(candidacy=found.candidacy, old=found, facts=facts)
    return _proposed(Kind.REPLACE, found.body, [line], by=by, reason=said(reason))


def digest_of(order: CertificateOrder, lines: Iterable[OrderLine]) -> str:
    """Of everything that the second officer agrees to."""
    told: Mapping[str, Any] = {
        "kind": order.kind,
        "body": str(order.body_id),
        "reason": order.reason,
        "lines": [[str(one.candidacy_id), str(one.old_id or ""), one.facts] for one in lines],
    }
    return sha256_hex(canonical_json(told))


def _proposed(
    kind: CertificateOrder.Kind, body: AwardingBody, lines: list[OrderLine], *, by: Officer, reason: str = ""
) -> CertificateOrder:
    if kind == Kind.ISSUE:
        _check_key(body)
    order = CertificateOrder(kind=kind, body=body, reason=reason, proposed_by=by, proposed_at=timezone.now())
    order.digest = digest_of(order, lines)
    order.save()
    for place, line in enumerate(lines, 1):
        line.order, line.place = order, place
    try:
        with transaction.atomic():
            OrderLine.objects.bulk_create(lines)
    except IntegrityError as error:
        raise AlreadyOrdered from error
    audit.log(
        by=by,
        verb=f"assessments.certificates.{kind.value}_proposed",
        target=order,
        detail={"lines": len(lines), "digest": order.digest, "reason": reason},
        prison=lines[0].candidacy.prison_id,
    )
    return order


def _locked_candidacies(by: Officer, wanted: list[str]) -> list[Candidacy]:
    """In the order of their numbers. Raises NotFoundHere where one is unknown to the officer."""
    try:
        seen = candidacies_for(by).filter(pk__in=wanted).values_list("pk", flat=True)
        rows = Candidacy.objects.select_for_update(of=("self",)).filter(pk__in=list(seen)).order_by("number")
        found = list(rows.select_related("learner", "scheme__body", "version"))
    except (ValidationError, ValueError) as error:
        raise NotFoundHere from error
    if len(found) != len(wanted):
        raise NotFoundHere
    return found


def _standing(certificate_id: UUID | str, by: Officer) -> Certificate:
    """A valid certificate that was signed here, locked. Raises NotFoundHere, PermissionDenied, NotNow."""
    found = certificate_for(by, certificate_id)
    check_can_decide(by, [found.candidacy])
    locked = Certificate.objects.select_for_update(of=("self",)).select_related("body", "candidacy__learner")
    certificate = locked.get(pk=found.pk)
    if certificate.outside:
        raise NotNow(_("This certificate was issued by the body itself. Only the body can change it."))
    if certificate.state != Certificate.State.ISSUED:
        raise NotNow(_("This certificate does not stand any more."))
    return certificate


def _one_body(rows: list[Candidacy]) -> AwardingBody:
    bodies = {one.scheme.body_id: one.scheme.body for one in rows}
    if len(bodies) > 1:
        raise Invalid(_("An order is for one awarding body. Choose candidates of one."))
    body = next(iter(bodies.values()))
    if body.outside:
        raise Invalid(_("This body issues its certificates itself. Send it a list and take its results in."))
    return body


def _check_key(body: AwardingBody) -> None:
    if not body.keys.filter(state="active", sealed_private__isnull=False).exists():
        raise NoKey


def _check_holder(name: str, latin: str, born_on: date | None) -> None:
    changed = Candidacy(holder_name=name, holder_latin=latin, born_on=born_on)
    try:
        changed.clean_fields(
            exclude=[
                field.name
                for field in Candidacy._meta.fields
                if field.name not in ("holder_name", "holder_latin", "born_on")
            ]
        )
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    if born_on and born_on > timezone.localdate():
        raise Invalid(_("The date of birth lies in the future."))


def said(reason: str) -> str:
    words = clean(reason)[:500]
    if not words:
        raise Invalid(_("Say why, in a few words."))
    return words


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
