"""A scheme's rules in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from django.utils import translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..models import Scheme
from .rules import EarlierRule, PartRule, Rules


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


def in_words(rules: Rules, names: Mapping[UUID, tuple[str, str]] | None = None) -> list[str]:
    """The rules as sentences, in the reader's language. `names`: earlier schemes → (Chinese, English)."""
    english = (get_language() or "").startswith("en")
    said = [_parts(rules, english), *_learning(rules)]
    said += [_earlier(one, (names or {}).get(one.scheme, ("", "")), english) for one in rules.earlier]
    if rules.days_between_attempts:
        days = rules.days_between_attempts
        words = ngettext(
            "At least %(n)s day between two attempts at a part.",
            "At least %(n)s days between two attempts at a part.",
            days,
        )
        said.append(words % {"n": days})
    if rules.most_attempts:
        words = ngettext(
            "At most %(n)s attempt at each part. Who is excused has not used one.",
            "At most %(n)s attempts at each part. Who is excused has not used one.",
            rules.most_attempts,
        )
        said.append(words % {"n": rules.most_attempts})
    else:
        said.append(_("Each part may be tried as often as needed."))
    return [*said, *_validity(rules, english)]


def in_both(rules: Rules, names: Mapping[UUID, tuple[str, str]] | None = None) -> list[tuple[str, list[str]]]:
    """(name of the language, sentences), Chinese first."""
    found = []
    for code, name in (("zh-hans", "中文"), ("en", "English")):
        with translation.override(code):
            found.append((name, in_words(rules, names)))
    return found


def names_of(rules: Rules) -> dict[UUID, tuple[str, str]]:
    """The titles of the schemes that these rules ask for beforehand."""
    rows = Scheme.objects.filter(pk__in=[one.scheme for one in rules.earlier])
    return {one.pk: (one.title, one.title_en) for one in rows}


def differences(old: Rules, new: Rules) -> list[tuple[str, str]]:
    """What the one says and the other does not: ("-", sentence) and ("+", sentence)."""
    names = names_of(old) | names_of(new)
    before, after = in_words(old, names), in_words(new, names)
    return [("-", one) for one in before if one not in after] + [("+", one) for one in after if one not in before]


def _parts(rules: Rules, english: bool) -> str:
    """ "Theory 60 of 100, practical 60 of 100, both within 12 months"."""
    shares = [_("%(part)s %(share)s of 100") % _part(part, english) for part in rules.parts]
    words = _(", ").join(shares)
    some, all_of = rules.needed < len(shares), len(shares)
    if some:
        words = _("%(n)s of these %(m)s parts: %(parts)s") % {"n": rules.needed, "m": all_of, "parts": words}
    if rules.within_months and rules.needed > 1:
        months = {"parts": words, "n": rules.within_months}
        if rules.needed == all_of == 2:
            words = _("%(parts)s, both within %(n)s months") % months
        else:
            words = _("%(parts)s, all within %(n)s months") % months
    return words + _(".")


def _learning(rules: Rules) -> list[str]:
    said = []
    for one in rules.courses:
        told = {"course": one.title or one.course, "hours": _number(one.hours)}
        if one.completed and one.hours:
            said.append(_("Course “%(course)s” completed, with at least %(hours)s hours.") % told)
        elif one.completed:
            said.append(_("Course “%(course)s” completed.") % told)
        else:
            said.append(_("At least %(hours)s hours of the course “%(course)s”.") % told)
    if rules.total_hours:
        said.append(_("At least %(hours)s hours of these courses in all.") % {"hours": _number(rules.total_hours)})
    return said


def _earlier(one: EarlierRule, names: tuple[str, str], english: bool) -> str:
    title = (english and names[1]) or names[0] or "—"
    if one.months:
        words = ngettext(
            "Has held the certificate “%(title)s” for at least %(n)s month.",
            "Has held the certificate “%(title)s” for at least %(n)s months.",
            one.months,
        )
        return words % {"title": title, "n": one.months}
    return _("Holds the certificate “%(title)s”.") % {"title": title}


def _validity(rules: Rules, english: bool) -> list[str]:
    if rules.valid_months is None:
        return [_("The certificate does not expire.")]
    said = [
        ngettext(
            "The certificate is valid for %(n)s month.",
            "The certificate is valid for %(n)s months.",
            rules.valid_months,
        )
        % {"n": rules.valid_months}
    ]
    again = rules.renewal
    if again is None:
        return [*said, _("It is not renewed: a new one takes everything again.")]
    parts = [rules.part(name) for name in again.parts]
    titles = _(", ").join(_part(part, english)["part"] for part in parts if part)
    asked = titles or _("all parts")
    words = ngettext(
        "Renewal from %(n)s month before its end: %(parts)s",
        "Renewal from %(n)s months before its end: %(parts)s",
        again.ahead_months,
    ) % {"n": again.ahead_months, "parts": asked}
    if again.hours:
        words += _(", with %(hours)s hours of further training") % {"hours": _number(again.hours)}
    return [*said, words + _(".")]


def _number(value: Decimal | None) -> str:
    return f"{value.normalize():f}" if value is not None else ""
