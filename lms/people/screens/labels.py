"""Words for things that have no model field."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PICTURE_NAMES = {
    "sun": pgettext_lazy("picture", "sun"),
    "tree": pgettext_lazy("picture", "tree"),
    "boat": pgettext_lazy("picture", "boat"),
    "house": pgettext_lazy("picture", "house"),
    "fish": pgettext_lazy("picture", "fish"),
    "bird": pgettext_lazy("picture", "bird"),
    "flower": pgettext_lazy("picture", "flower"),
    "moon": pgettext_lazy("picture", "moon"),
    "star": pgettext_lazy("picture", "star"),
    "cup": pgettext_lazy("picture", "cup"),
    "book": pgettext_lazy("picture", "book"),
    "apple": pgettext_lazy("picture", "apple"),
}
ONCE = _("This is shown once. Write it down or print it now.")
