"""The sentences of the audit log for questions, papers and placement."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.people.events.words import register_details, register_events, register_pages

from .bank.exchange.models import ItemImport
from .bank.models import Item
from .exams.models import Paper

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
DETAILS = {
    "chosen": _("Chosen"),
    "code": _("Code"),
    "format": _("Format"),
    "name_en": _("Name in English"),
    "items": _("Questions"),
    "points": _("Points"),
    "topics": _("Topics"),
    "taken_items": _("Questions taken"),
    "file": _("File"),
    "with_loss": _("With a loss"),
    "refused": _("Refused"),
    "taken": _("Taken"),
}


def register() -> None:
    register_events("assessments", _("Questions and examinations"), ITEMS | PAPERS)
    register_details(DETAILS)
    register_pages(Item, lambda key: reverse("item_bank:versions", args=[key]))
    register_pages(Paper, lambda key: reverse("papers:look", args=[key]))
    register_pages(ItemImport, lambda key: reverse("item_exchange:import", args=[key]))
