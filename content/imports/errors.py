"""Why a file cannot become a lesson."""

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Invalid


class ImportRefused(Invalid):
    code, sentence = "import_refused", _("This file cannot be turned into a lesson.")
