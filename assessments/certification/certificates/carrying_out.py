"""Carrying out an approved order, certificate by certificate. It may be killed anywhere and goes on where it was."""

from __future__ import annotations

import logging
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid
from lms.lib.faults import faultpoint
from lms.lib.leases import JobState

from ..candidacies.moving import move
from ..candidacies.states import CandidacyState
from ..credentials.facts import CertificateFacts
from ..errors import NoKey
from ..models import AwardingBody, Candidacy, Certificate, CertificateOrder, OrderLine
from .keeping import signing_key_of
from .proposing import digest_of
from .signing import sign
from .sources import facts_from, plain
from .status import place_in_list, sign_status_lists

LEASE_SECONDS = 120
AT_ONCE = 20
Kind, State = CertificateOrder.Kind, CertificateOrder.State
log = logging.getLogger(__name__)


class _Left(Exception):
    """This line cannot be carried out; its sentence stands in it, everything else goes on."""


def carry_out(order_id: UUID | str) -> None:
    """The job. Safe to run twice: the lease lets one in, and lines that are done stay done."""
    order = (
        CertificateOrder.objects.select_related("body", "decided_by").filter(pk=order_id, state=State.APPROVED).first()
    )
    if order is None or order.job_state in (JobState.DONE, JobState.FAILED) or not order.claim(seconds=LEASE_SECONDS):
        return
    assert order.decided_by is not None
    with translation.override(order.decided_by.language or "zh-hans"):
        try:
            _check_untouched(order)
            while _some_lines(order):
                _beat(order)
            _finish(order)
        except NoKey as refusal:
            order.finish(error=str(refusal))
        except Exception:
            log.exception("order %s failed", order.pk)
            order.finish(error=_("This could not be carried out. Tell the person who looks after the server."))


def _check_untouched(order: CertificateOrder) -> None:
    """What is carried out is what two officers agreed to, also if somebody wrote into the tables."""
    if digest_of(order, order.lines.order_by("place")) != order.digest:
        raise RuntimeError("the lines of an approved order were changed")


def _some_lines(order: CertificateOrder) -> bool:
    """The next few lines in one transaction; False when none is left."""
    with transaction.atomic():
        body = AwardingBody.objects.select_for_update(of=("self",)).get(pk=order.body_id)  # its serial
        lines = order.lines.select_for_update(of=("self",)).filter(done_at=None, error="").order_by("place")[:AT_ONCE]
        todo = list(lines)
        for line in todo:
            _carry_out(order, body, line)
            faultpoint("assessments.certificates.after_line")
        body.save(update_fields=["last_serial"])
        faultpoint("assessments.certificates.before_commit")
    return bool(todo)


def _carry_out(order: CertificateOrder, body: AwardingBody, line: OrderLine) -> None:
    line.standing = False
    try:
        if order.kind == Kind.ISSUE:
            line.made = _issue(order, body, line)
        elif order.kind == Kind.REVOKE:
            _end(order, line, Certificate.State.REVOKED)
        else:
            line.made = _replace(order, body, line)
        line.done_at = timezone.now()
    except _Left as left:
        line.error = str(left)
    line.save(update_fields=["standing", "made", "done_at", "error"])


def _issue(order: CertificateOrder, body: AwardingBody, line: OrderLine) -> Certificate:
    candidacy = _candidacy(line)
    if candidacy.state != CandidacyState.AWARDED:
        raise _Left(_("This candidacy is not awarded any more. No certificate was issued."))
    made = _signed(order, body, line)
    move(candidacy, CandidacyState.ISSUED, by=order.decided_by)
    return made


def _replace(order: CertificateOrder, body: AwardingBody, line: OrderLine) -> Certificate:
    old = _end(order, line, Certificate.State.REPLACED)
    made = _signed(order, body, line)
    Certificate.objects.filter(pk=old.pk).update(replaced_by=made)
    holder = line.facts["holder"]
    candidacy = _candidacy(line)
    candidacy.holder_name, candidacy.holder_latin = holder["name"], holder["latin_name"]
    candidacy.born_on = holder["born_on"]
    candidacy.save(update_fields=["holder_name", "holder_latin", "born_on"])
    return made


def _end(order: CertificateOrder, line: OrderLine, to: str) -> Certificate:
    assert line.old_id is not None
    old = Certificate.objects.select_for_update(of=("self",)).get(pk=line.old_id)
    if old.state != Certificate.State.ISSUED:
        raise _Left(_("This certificate does not stand any more. Nothing has changed."))
    old.state, old.ended_at = to, timezone.now()
    old.save(update_fields=["state", "ended_at"])
    candidacy = _candidacy(line)
    if to == Certificate.State.REVOKED:
        move(candidacy, CandidacyState.REVOKED, by=order.decided_by, reason=order.reason)
    audit.log(
        by=order.decided_by,
        verb=f"assessments.certificate.{to}",
        target=old,
        detail={"order": str(order.pk), "reason": order.reason},
        prison=candidacy.prison_id,
    )
    return old


def _candidacy(line: OrderLine) -> Candidacy:
    return Candidacy.objects.select_for_update(of=("self",)).get(pk=line.candidacy_id)


def _signed(order: CertificateOrder, body: AwardingBody, line: OrderLine) -> Certificate:
    """Gives it its number and its place in the status list, signs it, keeps it. Raises NoKey."""
    key = signing_key_of(body)
    serial = body.last_serial
    facts = _facts(body, line)
    try:
        signed = sign(facts, key)
    except Invalid as error:  # a name that no QR holds
        body.last_serial = serial
        raise _Left(str(error)) from error
    status_list, index = body.status_lists.get(number=facts.status.list_number), facts.status.index
    made = Certificate.objects.create(
        id=facts.id,
        body=body,
        candidacy_id=line.candidacy_id,
        number=facts.number,
        facts=plain(facts),
        key=key,
        credential=signed.credential,
        compact=signed.compact,
        status_list=status_list,
        status_index=index,
        issued_at=facts.issued_at,
        valid_until=facts.valid_until,
    )
    audit.log(
        by=order.decided_by,
        verb="assessments.certificate.issued",
        target=made,
        detail={"order": str(order.pk), "proposed_by": audit.label(order.proposed_by), "key": key.kid},
        prison=line.candidacy.prison_id,
    )
    return made


def _facts(body: AwardingBody, line: OrderLine) -> CertificateFacts:
    now = timezone.now().replace(microsecond=0)
    number = _number(body, timezone.localdate(now).year)
    return facts_from(line.facts, certificate_id=uuid4(), number=number, issued_at=now, status=place_in_list(body))


def _number(body: AwardingBody, year: int) -> str:
    """The next that nobody has: one may have come in from outside."""
    while True:
        body.last_serial += 1
        number = f"{body.code}{year}{body.last_serial:06d}"
        if not body.certificates.filter(number=number).exists():
            return number


def _beat(order: CertificateOrder) -> None:
    total = order.lines.count()
    left = order.lines.filter(done_at=None, error="").count()
    order.heartbeat(progress=99 * (total - left) // max(total, 1), seconds=LEASE_SECONDS)


def _finish(order: CertificateOrder) -> None:
    sign_status_lists(order.body)  # also after an issue: a verifier wants a list in which the certificate has its place
    with transaction.atomic():
        CertificateOrder.objects.filter(pk=order.pk).update(state=State.DONE, done_at=timezone.now())
        order.finish()
