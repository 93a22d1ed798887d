"""The sentences of the audit log for what has no screens of its own wiring: packages, records, sync."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lms.people.events.words import Named, register_events, register_finder, register_pages
from lms.people.models import Learner, RecoveryRequest
from lms.records import api as records

PACKAGES = {
    "packages.lesson.live": _("%(who)s sent a lesson to the tablets: %(what)s"),
    "packages.lesson.undone": _("%(who)s went back to the version before of %(what)s"),
    "packages.course.set": _("%(who)s renewed a course on the tablets: %(what)s"),
    "packages.course.withdrawn": _("%(who)s took a course off the tablets: %(what)s"),
}
RECORDS = {
    "records.statement.voided": _("%(who)s took back %(what)s"),
}
SYNC = {
    "sync.backup.verified": _("%(who)s checked a backup: %(what)s"),
    "sync.backup.restored": _("%(who)s restored a backup: %(what)s"),
    "sync.phrases.set": _("%(who)s changed the words of the learner app"),
    "sync.help.set": _("%(who)s changed whom learners are told to call in distress"),
    "sync.quarantine.accepted": _("%(who)s accepted a record that had been held back: %(what)s"),
    "sync.quarantine.refused": _("%(who)s refused a record that had been held back: %(what)s"),
    "sync.epoch.started": _("%(what)s noticed that the server was restored, and began anew"),
}


def register() -> None:
    register_events("packages", _("On the tablets"), PACKAGES)
    register_events("records", _("Records"), RECORDS)
    register_events("sync", _("Tablets and backups"), SYNC)
    register_pages(RecoveryRequest, lambda key: reverse("sync_staff:recovery", args=[key]))
    register_finder(["statement"], _statements)


def _statements(keys: set[str]) -> dict[str, Named]:
    """A record is called after its learner, and shown on the learner's page of records."""
    owners = dict(records.Statement.objects.filter(id__in=keys).order_by().values_list("id", "learner_id"))
    names = {learner.pk: str(learner) for learner in Learner.objects.filter(pk__in=set(owners.values()))}
    return {
        str(key): Named(
            _("a record of %(learner)s") % {"learner": names[owner]}, reverse("learning_record", args=[owner])
        )
        for key, owner in owners.items()
        if owner in names
    }
