"""A scheme's rules in plain words."""

from __future__ import annotations

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .rules import PartRule, Rules


def criteria(rules: Rules) -> str:
    """What had to be passed, as it stands on a certificate: "Theory at least 60 of 100; practical at least 60 of 100"."""
    english = (get_language() or "").startswith("en")
    said = [_("%(part)s at least %(share)s of 100") % _part(part, english) for part in rules.parts]
    words = _("; ").join(said)
    if rules.needed < len(rules.parts):
        some = ngettext("%(n)s of these parts: %(parts)s", "%(n)s of these parts: %(parts)s", rules.needed)
        words = some % {"n": rules.needed, "parts": words}
    return words


def _part(part: PartRule, english: bool) -> dict[str, str]:
    title = part.title_en if english and part.title_en else part.title
    return {"part": title, "share": f"{part.pass_percent.normalize():f}"}
