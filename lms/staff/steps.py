"""The steps of the first-run guide that the learning platform itself knows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.learning.models import Assignment
from lms.packages import api as packages
from lms.people.models import Device, LearnerSecret, Prison
from lms.people.roles import Role
from lms.records import api as records

from .guide import register_guide_step

EDUCATION = (Role.EDUCATION_OFFICE,)


def _has_wards(prison: Prison) -> bool:
    return prison.wards.exists()


def _has_learners(prison: Prison) -> bool:
    return prison.learners.exists()


def _has_secrets(prison: Prison) -> bool:
    return LearnerSecret.objects.filter(learner__prison=prison).exists()


def _has_tablet(prison: Prison) -> bool:
    return Device.objects.filter(prison=prison, state=Device.State.PAIRED).exists()


def _has_lesson(prison: Prison) -> bool:
    return any(course.lessons for course in packages.list_courses(prison))


def _has_assignment(prison: Prison) -> bool:
    return Assignment.objects.filter(prison=prison).exists()


def _has_work(prison: Prison) -> bool:
    return records.Statement.objects.filter(prison_id=prison.pk).exists()


def register() -> None:
    """Called when the apps are ready; apps above may replace a step by its key."""
    keepers = (Role.ADMINISTRATOR, Role.EDUCATION_OFFICE)
    steps = [
        ("wards", 10, _("Set up the wards"), _("The parts of the prison, as your register has them."), "wards", keepers, _has_wards),
        ("roster", 20, _("Bring in the learners"), _("From Excel or CSV: you see every line before anything is saved."), "people_roster:index", EDUCATION, _has_learners),
        ("secrets", 30, _("Print the sign-in slips"), _("Each learner gets a PIN, or three pictures."), "people_slips:new", EDUCATION, _has_secrets),
        ("tablet", 40, _("Pair one tablet"), _("Make a code, type it into the tablet."), "people_devices:pair", (Role.EDUCATION_OFFICE, Role.DEVICE_KEEPER), _has_tablet),
        ("lesson", 50, _("Publish one lesson"), _("Write it or drop a file, have it reviewed, publish it."), "content_new_lesson", (Role.AUTHOR, Role.SUPERVISOR), _has_lesson),
        ("assign", 60, _("Assign the course to a ward"), _("The tablets fetch it by themselves."), "learning_assign", EDUCATION, _has_assignment),
        ("receipt", 70, _("See the first receipt"), _("A learner answers a question; the work arrives here."), "sync_staff:receipts", (Role.EDUCATION_OFFICE, Role.TEACHER), _has_work),
    ]  # fmt: skip
    for key, order, label, text, url_name, roles, done in steps:
        register_guide_step(key, order, label, text, url_name=url_name, roles=roles, done=done, default=True)
