"""The PDF of a certificate, and one PDF of a whole order, made by a job."""

from __future__ import annotations

import io
import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

import pikepdf
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.exams.paper.keeping import keep, kept, let_go
from lms.audit import api as audit
from lms.lib.errors import NotFoundHere
from lms.lib.leases import JobState

from ..errors import NotNow
from ..models import Certificate, CertificateOrder, CertificatePrint
from ..permissions import certificate_for, order_for
from .pdf.printing import certificate_pdf
from .sources import facts_of

LEASE_SECONDS = 120
HOLDER = "certificates"
KEPT = timedelta(days=7)
log = logging.getLogger(__name__)


def pdf_of(certificate: Certificate) -> bytes:
    """Always the same bytes for the same certificate. Raises NotNow."""
    if certificate.outside:
        raise NotNow(_("The body prints this certificate. Only its number is known here."))
    return certificate_pdf(facts_of(certificate), credential=certificate.credential, compact=certificate.compact)


def pdf_for(officer: Any, certificate_id: UUID | str) -> tuple[Certificate, bytes]:
    """Raises NotFoundHere, NotNow."""
    certificate = certificate_for(officer, certificate_id)
    return certificate, pdf_of(certificate)


@transaction.atomic
def request_print(order_id: UUID | str, *, by: Any) -> CertificatePrint:
    """Raises NotFoundHere, NotNow."""
    order = order_for(by, order_id)
    if order.state != CertificateOrder.State.DONE or not order.lines.filter(made__isnull=False).exists():
        raise NotNow
    made = CertificatePrint.objects.create(order=order, by=by)
    audit.log(by=by, verb="assessments.certificates.printed", target=order)
    _wake(made)
    return made


def printed(officer: Any, order_id: UUID | str, print_id: UUID | str) -> bytes:
    """One that is ready. Raises NotFoundHere."""
    found = order_for(officer, order_id).prints.filter(pk=print_id).exclude(pdf="").first()
    if found is None:
        raise NotFoundHere
    return kept(found.pdf)


def run_print(print_id: UUID | str) -> None:
    """The job. Safe to run twice: the lease lets one in, and it starts afresh."""
    made = CertificatePrint.objects.select_related("order", "by").filter(pk=print_id).first()
    if made is None or made.job_state in (JobState.DONE, JobState.FAILED) or not made.claim(seconds=LEASE_SECONDS):
        return
    with translation.override(made.by.language or "zh-hans"):
        try:
            pdf = _together(made)
        except Exception:
            log.exception("printing %s failed", made.pk)
            made.finish(error=_("This could not be printed. Tell the person who looks after the server."))
            return
    CertificatePrint.objects.filter(pk=made.pk).update(pdf=keep(pdf, HOLDER, made.pk))
    made.finish()


def _together(made: CertificatePrint) -> bytes:
    """All certificates of the order one after the other, without their attachments: for paper."""
    target = io.BytesIO()
    lines = made.order.lines.filter(made__isnull=False).select_related("made").order_by("place")
    count = lines.count()
    with pikepdf.new() as whole:
        for done, line in enumerate(lines, 1):
            assert line.made is not None
            with pikepdf.open(io.BytesIO(pdf_of(line.made))) as one:
                whole.pages.extend(one.pages)
            made.heartbeat(progress=99 * done // count, seconds=LEASE_SECONDS)
        whole.save(target, deterministic_id=True)
    return target.getvalue()


def tidy_prints() -> int:
    """Throw away what is old; it can be made again. Returns how many."""
    old = list(CertificatePrint.objects.filter(created_at__lt=timezone.now() - KEPT))
    for made in old:
        let_go(HOLDER, made.pk)
        made.delete()
    return len(old)


def _wake(made: CertificatePrint) -> None:
    from ... import tasks  # the queue's wrappers import this package

    transaction.on_commit(lambda: tasks.print_certificates.enqueue(str(made.pk)))
