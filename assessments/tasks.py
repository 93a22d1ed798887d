"""Keeping up with the statement log, and the bank's longer work."""

from __future__ import annotations

from django_tasks import task

from lms.lib.periodic import every

from .bank import api as bank
from .bank.exchange import jobs as exchange
from .bank.exchange.models import ItemImport
from .certification.candidacies import api as candidacies
from .certification.certificates import api as certificates
from .exams.marking import api as marking
from .exams.models import AnswerScan, SheetPrint
from .exams.paper import api as sheets
from .exams.sittings.following import follow_sittings
from .models import CertificateOrder, CertificatePrint, DuplicateSearch


@task()
def mark() -> int:
    """Woken after a batch has been received; the sweep below finds what a lost wake-up leaves."""
    done = bank.mark_practice()
    bank.count_practice()
    return done


@every(5)
def follow_the_log() -> None:
    bank.mark_practice()
    bank.count_practice()


@every(2)
def follow_exams() -> None:
    """The invigilator sees what has arrived."""
    follow_sittings()
    marking.follow_letters()


@every(10)
def score_ended_sittings() -> int:
    """What has arrived of sittings that have ended is scored, so that markers find it."""
    found = marking.stale_sittings()
    for sitting_id in found:
        marking.score_sitting(sitting_id)
    return len(found)


@every(60)
def expose_live_lessons() -> int:
    """Lessons that were live before anybody asked which questions they hold."""
    return bank.expose_live_lessons()


@task()
def search_duplicates(search_id: str) -> None:
    bank.run_search(search_id)


@every(15)
def sweep_searches() -> int:
    """Wake what is due: new, or left by a worker that died."""
    found = [str(key) for key in DuplicateSearch.objects.claimable().values_list("pk", flat=True)[:5]]
    for key in found:
        search_duplicates.enqueue(key)
    return len(found)


@task()
def run_item_import(import_id: str) -> None:
    exchange.run_import(import_id)


@every(30)
def wake_item_imports() -> None:
    """Wake what is due and nobody works on."""
    phases = (ItemImport.Phase.READING, ItemImport.Phase.APPLYING)
    for import_id in ItemImport.objects.claimable().filter(phase__in=phases).values_list("pk", flat=True)[:20]:
        run_item_import.enqueue(str(import_id))


@every(3600)
def tidy_item_imports() -> None:
    exchange.discard_old()


@task()
def print_sheets(print_id: str) -> None:
    sheets.run_print(print_id)


@task()
def read_scan(scan_id: str) -> None:
    sheets.run_scan(scan_id)


@every(15)
def wake_sheets() -> None:
    """Wake what is due: new, or left by a worker that died."""
    for key in SheetPrint.objects.claimable().values_list("pk", flat=True)[:20]:
        print_sheets.enqueue(str(key))
    for key in AnswerScan.objects.claimable().values_list("pk", flat=True)[:20]:
        read_scan.enqueue(str(key))


@every(3600)
def tidy_prints() -> None:
    sheets.tidy_prints()


@task()
def carry_out_order(order_id: str) -> None:
    certificates.carry_out(order_id)


@task()
def print_certificates(print_id: str) -> None:
    certificates.run_print(print_id)


@every(15)
def wake_certificates() -> None:
    """Wake what is due: new, or left by a worker that died."""
    approved = CertificateOrder.objects.claimable().filter(state=CertificateOrder.State.APPROVED)
    for key in approved.values_list("pk", flat=True)[:20]:
        carry_out_order.enqueue(str(key))
    for key in CertificatePrint.objects.claimable().values_list("pk", flat=True)[:20]:
        print_certificates.enqueue(str(key))


@every(600)
def renew_status_lists() -> int:
    """At most a day old, so that whoever checks a certificate sees how fresh its status is."""
    return certificates.renew_status_lists()


@every(600)
def expire_candidacies() -> int:
    return certificates.expire_candidacies()


@every(3600)
def tidy_certificate_prints() -> None:
    certificates.tidy_prints()
    certificates.forget_old_exports()
    certificates.forget_old_brought()


@every(5)
def follow_candidacies() -> int:
    """Seats and released marks move candidates on."""
    return candidacies.follow_exams_of_candidates()


@every(30)
def recheck_candidacies() -> int:
    """A bounded number each time: what was learnt since makes candidates eligible."""
    return candidacies.recheck_due()


@every(86_400)
def follow_old_corrections() -> int:
    """What came while the server stood still for long."""
    return candidacies.follow_exams_of_candidates(everything=True)
