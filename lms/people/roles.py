"""The roles of officers (see docs/glossary.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    TEACHER = "teacher", _("Teacher-officer")
    AUTHOR = "author", _("Course author")
    EVALUATOR = "evaluator", _("Evaluator")
    CHIEF_EVALUATOR = "chief_evaluator", _("Chief evaluator")
    INVIGILATOR = "invigilator", _("Invigilator")
    SUPERVISOR = "supervisor", _("Supervisor")
    EDUCATION_OFFICE = "education_office", _("Education office")
    DEVICE_KEEPER = "device_keeper", _("Device keeper")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
