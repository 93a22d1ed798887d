"""What is said about a line of a results file. Kept as codes with values; worded here, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

Finding = dict[str, Any]  # {"code", …}

SENTENCES = {
    # why a line cannot be read
    "nobody": _("Neither a candidate number nor an identity card number with a name stands in this line."),
    "no_day": _("There is no day of the examination."),
    "bad_day": _("“%(text)s” is no day (%(field)s)."),
    "day_ahead": _("%(field)s lies in the future: %(text)s."),
    "bad_score": _("“%(text)s” is no score (%(field)s)."),
    "over_score": _("More points than can be reached: %(text)s of %(most)s (%(field)s)."),
    "bad_result": _("“%(text)s” says neither passed nor not passed."),
    "failed_without_scores": _("The line says “not passed”, but no score says of which part."),
    "nothing_said": _("The line holds neither a result nor a certificate number."),
    "part_unknown": _("The scheme has no part “%(text)s”."),
    "lost_digits": _("Excel has taken the number for a quantity and lost its last digits: “%(text)s”."),
    # how a line and a candidate go together
    "number_fits": _("The candidate number is the same."),
    "number_near": _("The candidate number differs in one place: %(ours)s."),
    "number_swapped": _("Two neighbouring signs of the candidate number are exchanged: %(ours)s."),
    "number_other": _("The candidate number is another one: %(ours)s."),
    "identity_fits": _("The identity card number is the same."),
    "identity_near": _("The identity card number differs in one place: %(ours)s."),
    "identity_swapped": _("Two neighbouring signs of the identity card number are exchanged: %(ours)s."),
    "identity_other": _("The identity card number is another one: %(ours)s."),
    "name_fits": _("The name is the same."),
    "name_variant": _("The name is written in other forms of the same characters: %(ours)s."),
    "name_other": _("The name is another one: %(ours)s."),
    "several": _("More than one candidate fits this line."),
    "scheme_other": _("The line names another scheme: %(text)s."),
    "moved": _("The candidate is carried on in another prison since the list was sent."),
    "moved_away": _(
        "This candidate was on a list of this prison and is carried on elsewhere now. The officers there take the result."
    ),
    "left": _("The learner's record is closed: it was joined with another one, or the learner has left."),
    "unknown": _("No candidate of this body fits this line."),
    # against what is known
    "not_eligible": _("The candidate's state is “%(state)s”: no result is expected."),
    "decided": _("It is decided about this candidate already (%(state)s)."),
    "other_score": _("Another score is known for that day (%(part)s): %(ours)s."),
    "result_against_scores": _("The line's result and its scores contradict each other."),
    "certificate_without_pass": _(
        "The line has a certificate number, but not everything is passed that the scheme asks for."
    ),
    "other_certificate": _("The candidate holds another certificate: %(ours)s."),
    "certificate_of_another": _("Certificate number %(number)s belongs to another candidate already."),
    "certificate_twice": _("Certificate number %(number)s stands in this file for two candidates (line %(line)s)."),
    "twice": _("The same stands in line %(line)s."),
    "against_line": _("Line %(line)s says something else about the same candidate."),
    "known": _("All of this is known already."),
    "ends_by_rule": _(
        "The file does not say until when the certificate is valid; by the scheme's rules it is %(day)s."
    ),
}
BLOCKING = ("certificate_twice", "certificate_of_another")  # such a file is not taken at all


def finding(code: str, **values: object) -> Finding:
    if code not in SENTENCES:
        raise KeyError(code)
    return {"code": code, **{name: str(value) for name, value in values.items()}}


def sentence(found: Finding) -> str:
    values = {name: value for name, value in found.items() if name != "code"}
    if "field" in values:
        values["field"] = _label(values["field"])
    return str(SENTENCES[found["code"]]) % values if values else str(SENTENCES[found["code"]])


def sentences(found: Iterable[Finding]) -> list[str]:
    return [sentence(one) for one in found]


def _label(field: str) -> str:
    from .fields import PART, RESULTS

    label = next((str(one.label) for one in RESULTS if one.name == field), None)
    return label or field.removeprefix(PART)
