"""The sentences of the audit log for questions, papers and placement."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.people.events.words import register_details, register_events, register_pages

from .bank.exchange.models import ItemImport
from .bank.models import Item
from .certification.events import CERTIFICATION, register_certification_pages
from .exams.models import Paper, Sitting

ITEMS = {
    "assessments.item.created": _("%(who)s wrote the question %(what)s"),
    "assessments.item.revised": _("%(who)s revised the question %(what)s"),
    "assessments.item.restored": _("%(who)s brought back an earlier version of the question %(what)s"),
    "assessments.item.exposed": _("The question %(what)s went to tablets with its answer (by %(who)s)"),
    "assessments.item.retired": _("%(who)s took %(what)s out of use"),
    "assessments.item.unretired": _("%(who)s took %(what)s back into use"),
    "assessments.item.topics_added": _("%(who)s gave topics to %(what)s"),
    "assessments.item.topics_removed": _("%(who)s took topics from %(what)s"),
    "assessments.item.occupation_set": _("%(who)s set the occupation of %(what)s"),
    "assessments.item.difficulty_set": _("%(who)s set the difficulty of %(what)s"),
    "assessments.picture.added": _("%(who)s added the picture %(what)s"),
    "assessments.duplicates.searched": _("%(who)s had the bank searched for nearly equal questions"),
    "assessments.items.exported": _("%(who)s exported questions"),
    "assessments.items.imported": _("%(who)s took questions from the file %(what)s"),
    "assessments.import.approved": _("%(who)s chose what to take from the file %(what)s"),
    "assessments.import.discarded": _("%(who)s discarded the file %(what)s with questions"),
    "assessments.occupation.created": _("%(who)s added the occupation %(what)s"),
    "assessments.occupation.changed": _("%(who)s changed the occupation %(what)s"),
    "assessments.occupation.deleted": _("%(who)s deleted the occupation %(what)s"),
}
PAPERS = {
    "assessments.paper.created": _("%(who)s wrote the paper %(what)s"),
    "assessments.paper.revised": _("%(who)s revised the paper %(what)s"),
    "assessments.paper.approved": _("%(who)s approved the paper %(what)s"),
    "assessments.paper.retired": _("%(who)s took the paper %(what)s out of use"),
    "assessments.paper.unretired": _("%(who)s took the paper %(what)s back into use"),
}
SITTINGS = {
    "assessments.sitting.planned": _("%(who)s planned the sitting %(what)s"),
    "assessments.sitting.revised": _("%(who)s changed the plan of the sitting %(what)s"),
    "assessments.sitting.candidates_added": _("%(who)s gave candidates a seat in %(what)s"),
    "assessments.sitting.candidate_removed": _("%(who)s took a candidate out of %(what)s"),
    "assessments.sitting.accommodated": _("%(who)s granted a candidate of %(what)s an accommodation"),
    "assessments.sitting.sealed": _("%(who)s sealed the paper of %(what)s"),
    "assessments.sitting.unsealed": _("%(who)s took back the sealed paper of %(what)s"),
    "assessments.sitting.opened": _("%(who)s opened the sitting %(what)s"),
    "assessments.sitting.code_shown": _("%(who)s had the spoken code of %(what)s shown"),
    "assessments.sitting.time_added": _("%(who)s added time in %(what)s"),
    "assessments.sitting.tablet_replaced": _("%(who)s let another tablet take a seat in %(what)s"),
    "assessments.sitting.attendance_taken": _("%(who)s noted attendance in %(what)s"),
    "assessments.sitting.seat_ended": _("%(who)s ended the exam of one candidate in %(what)s"),
    "assessments.sitting.ended": _("%(who)s ended the sitting %(what)s"),
    "assessments.sitting.marked": _("%(who)s closed the marking of %(what)s"),
    "assessments.sitting.marking_again": _("%(who)s opened the marking of %(what)s again"),
    "assessments.sitting.moderated": _("%(who)s approved the marks of %(what)s for release"),
    "assessments.sitting.sent_back": _("%(who)s sent the marks of %(what)s back"),
    "assessments.sitting.released": _("%(who)s released the marks of %(what)s"),
    "assessments.sitting.cancelled": _("%(who)s cancelled the sitting %(what)s"),
    "assessments.sheets.printed": _("%(who)s had booklets or answer sheets of %(what)s printed"),
    "assessments.sheets.uploaded": _("%(who)s uploaded a scan of answer sheets of %(what)s"),
    "assessments.sheets.taken": _("%(who)s wrote the answers of answer sheets of %(what)s"),
}
MARKING = {
    "assessments.mark.given": _("%(who)s marked an answer of %(what)s"),
    "assessments.sitting.ruled": _("%(who)s decided on a faulty question of %(what)s"),
    "assessments.sitting.ruling_taken_back": _("%(who)s took back the decision on a question of %(what)s"),
    "assessments.result.seen": _("A learner has seen the result of %(what)s"),
    "assessments.appeal.filed": _("A learner contested something about %(what)s"),
    "assessments.appeal.entered": _("%(who)s entered what a learner contests about %(what)s"),
    "assessments.appeal.decided": _("%(who)s decided on what a learner contested about %(what)s"),
    "assessments.appeal.proposed": _("%(who)s proposed a change after an appeal about %(what)s"),
    "assessments.appeal.confirmed": _("%(who)s confirmed a change after an appeal about %(what)s"),
    "assessments.appeal.returned": _("%(who)s did not confirm a change after an appeal about %(what)s"),
    "assessments.accommodation.asked": _("A learner asked for an accommodation in %(what)s"),
    "assessments.accommodation.answered": _("%(who)s answered a request for an accommodation in %(what)s"),
}
PRACTICALS = {
    "assessments.signing_key.registered": _("%(who)s registered a key to sign practical exams on a tablet"),
    "assessments.signing_key.revoked": _("%(who)s took back a key to sign practical exams"),
    "assessments.practical.taken_along": _("%(who)s took the practical tasks of %(what)s along on a tablet"),
    "assessments.practical.assessed": _("%(who)s assessed a practical task in %(what)s and signed"),
    "assessments.practical.signed": _("%(who)s signed as the second for a practical task in %(what)s"),
    "assessments.practical.decided": _("%(who)s decided between assessments of a practical task in %(what)s"),
}
DETAILS = {
    "again": _("Sent again"),
    "candidates": _("Candidates"),
    "certificates": _("Certificate numbers"),
    "columns": _("Columns"),
    "constants": _("Columns that always hold the same"),
    "decision": _("Decision"),
    "kind": _("Kind"),
    "line": _("Line"),
    "lines": _("Lines"),
    "list": _("List"),
    "results": _("Results"),
    "latin": _("Name in Latin letters"),
    "born_on": _("Date of birth"),
    "identity_number": _("Identity card number (last digits)"),
    "part": _("Part"),
    "percent": _("Result of 100"),
    "rules": _("Check sum of the rules"),
    "scheme": _("Scheme"),
    "version": _("Version"),
    "accommodation": _("Accommodation"),
    "delivered_by": _("Delivered by"),
    "late": _("After the marking was closed"),
    "tablet": _("Tablet"),
    "added": _("Added"),
    "appeal": _("Contested"),
    "attendance": _("Attendance"),
    "learner": _("Learner"),
    "lost": _("Lost"),
    "minutes": _("Minutes"),
    "package": _("Package"),
    "read_aloud": _("Read aloud"),
    "reason": _("Reason"),
    "seat": _("Seat"),
    "seats": _("Seats"),
    "sheets": _("Sheets"),
    "chosen": _("Chosen"),
    "code": _("Code"),
    "format": _("Format"),
    "name_en": _("Name in English"),
    "items": _("Questions"),
    "marks": _("Marks"),
    "passed": _("More or fewer passes"),
    "points": _("Points"),
    "proposed": _("Proposed by"),
    "question": _("Question"),
    "ruling": _("Decision"),
    "state": _("State"),
    "turn": _("Turn"),
    "topics": _("Topics"),
    "taken_items": _("Questions taken"),
    "file": _("File"),
    "with_loss": _("With a loss"),
    "refused": _("Refused"),
    "taken": _("Taken"),
    "body": _("Awarding body"),
    "digest": _("Check sum"),
    "key": _("Key"),
    "order": _("Order"),
    "proposed_by": _("Proposed by"),
}


def register() -> None:
    register_events(
        "assessments",
        _("Questions and examinations"),
        ITEMS | PAPERS | SITTINGS | MARKING | PRACTICALS | CERTIFICATION,
    )
    register_details(DETAILS)
    register_pages(Item, lambda key: reverse("item_bank:versions", args=[key]))
    register_pages(Paper, lambda key: reverse("papers:look", args=[key]))
    register_pages(Sitting, lambda key: reverse("sitting", args=[key]))
    register_pages(ItemImport, lambda key: reverse("item_exchange:import", args=[key]))
    register_certification_pages()
