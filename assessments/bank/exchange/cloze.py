"""Moodle's embedded answers: {1:SHORTANSWER:=right~%50%nearly#said}. https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type"""

from __future__ import annotations

import html
import re
from typing import Any

from ..drafts import Note
from .building import Answer, gap_of, letter, number_of, numeric_item, share_of, shown
from .judging import Refusal, one_line
from .markup import Pictures, divided, line_of, speak, tree_of
from .notes import note

_PART = re.compile(
    r"\{(\d*):(MULTICHOICE(?:_[A-Z]+)?|MULTIRESPONSE(?:_[A-Z]+)?|MC[A-Z]*|MR[A-Z]*|SHORTANSWER(?:_C)?|SA|SAC|MW|MWC|NUMERICAL|NM)"
    r":((?:\\.|[^{}\\])*)\}",
    re.DOTALL,
)
_WEIGHT = re.compile(r"^%\s*([-+]?[\d.]+)\s*%")
_ANSWER_SIGN = re.compile(r"(?<!\\)~")
_FEEDBACK_SIGN = re.compile(r"(?<!\\)#")


def cloze_item(source: str, pictures: Pictures, notes: list[Note]) -> dict[str, Any]:
    """One kind for all parts: gaps to fill in, lists to choose from, or a single number. Raises Refusal."""
    parts: list[tuple[float, str, list[Answer]]] = []

    def hold(match: re.Match[str]) -> str:
        weight, kind, answers = match.groups()
        parts.append((float(weight or 1), _family(kind), _answers(answers, notes)))
        return f"[[g{len(parts)}]]"

    text = _PART.sub(hold, source)
    if not parts:
        raise Refusal("no_gap")
    kinds = {kind.rstrip("!") for _weight, kind, _answers in parts}
    if "MR" in kinds:
        raise Refusal("kind_unknown", what="MULTIRESPONSE")
    if (kinds == {"NM"} and len(parts) > 1) or kinds == {"NM", "SA"}:
        kinds = {"SA"}
    if len(kinds) > 1:
        raise Refusal("several_interactions", what=", ".join(sorted(kinds)))
    prompt, rest = divided(tree_of(text, pictures, []), [f"g{number}" for number in range(1, len(parts) + 1)])
    if kinds == {"NM"}:
        return {"prompt_html": prompt or f"<p>{html.escape(_blank(speak(rest, notes)), quote=False)}</p>"} | _number(
            parts[0][2], notes
        )
    made = _choices(parts, notes) if kinds == {"MC"} else _written(parts, notes)
    return {"prompt_html": prompt, "text": speak(rest, notes), **made}


def _blank(text: str) -> str:
    return one_line(re.sub(r"\[\[g\d+\]\]", "_____", text))


def _family(kind: str) -> str:
    """SA, MC, MR, NM; "SA!" where capital letters count."""
    if kind in ("SHORTANSWER", "SA", "MW"):
        return "SA"
    if kind in ("SHORTANSWER_C", "SAC", "MWC"):
        return "SA!"
    if kind.startswith(("MULTIRESPONSE", "MR")):
        return "MR"
    return "NM" if kind in ("NUMERICAL", "NM") else "MC"


def _answers(source: str, notes: list[Note]) -> list[Answer]:
    made = []
    for part in _ANSWER_SIGN.split(html.unescape(source)):
        part, fraction = part.strip(), 0.0
        if not part:
            continue
        if part.startswith("="):
            fraction, part = 1.0, part[1:]
        elif match := _WEIGHT.match(part):
            fraction, part = share_of(match.group(1)), part[match.end() :]
        text, *feedback = _FEEDBACK_SIGN.split(part, maxsplit=1)
        if feedback and feedback[0].strip():
            notes.append(note("answer_feedback_lost", what=feedback[0]))
        plain = re.sub(r"\\(.)", r"\1", text)
        made.append(Answer(line_of(html.escape(plain) if "<" not in plain else plain, notes), fraction))
    return made


def _written(parts: list[tuple[float, str, list[Answer]]], notes: list[Note]) -> dict[str, Any]:
    gaps: list[dict[str, Any]] = []
    values: dict[str, float] = {}
    for number, (weight, kind, answers) in enumerate(parts, 1):
        if kind == "NM":
            answers = [_exact(answer, notes) for answer in answers if answer.fraction > 0]
        gap, worth = gap_of(answers, exact_case=kind == "SA!", notes=notes)
        gaps.append({**gap, "id": f"g{number}"})
        for answer in gap["accept"]:
            values[f"g{number}[.]{answer}"] = weight * worth.get(answer, 1.0)
    made: dict[str, Any] = {"kind": "fill_in", "gaps": gaps}
    if len(set(values.values())) > 1:
        made["mapping"] = {"values": values, "upper": sum(weight for weight, _kind, _answers in parts)}
    return made


def _exact(answer: Answer, notes: list[Note]) -> Answer:
    number, _, tolerance = answer.text.partition(":")
    if tolerance.strip() and number_of(tolerance):
        raise Refusal("several_interactions", what=f"NUMERICAL ± {tolerance.strip()}")
    return Answer(shown(number_of(number)), answer.fraction)


def _number(answers: list[Answer], notes: list[Note]) -> dict[str, Any]:
    accepted = []
    for answer in answers:
        number, _, tolerance = answer.text.partition(":")
        if answer.fraction > 0:
            accepted.append((number_of(number), abs(number_of(tolerance or 0)), answer.fraction))
    return numeric_item(accepted, notes)


def _choices(parts: list[tuple[float, str, list[Answer]]], notes: list[Note]) -> dict[str, Any]:
    gaps: list[dict[str, Any]] = []
    values: dict[str, float] = {}
    for number, (weight, _kind, answers) in enumerate(parts, 1):
        right = [index for index, answer in enumerate(answers) if answer.fraction > 0]
        if not right:
            raise Refusal("no_key")
        if any(answer.fraction < 0 for answer in answers):
            notes.append(note("negative_marks"))
        best = max(right, key=lambda index: answers[index].fraction)
        if sum(answers[index].fraction == answers[best].fraction for index in right) > 1:
            raise Refusal("several_right")
        options = [{"id": letter(index), "text": answer.text} for index, answer in enumerate(answers)]
        gaps.append({"id": f"g{number}", "options": options, "correct": letter(best)})
        for index in right:
            values[f"g{number}[.]{letter(index)}"] = weight * answers[index].fraction
    made: dict[str, Any] = {"kind": "inline_choice", "gaps": gaps}
    if len(set(values.values())) > 1 or len(values) > len(gaps):
        made["mapping"] = {"values": values, "upper": sum(weight for weight, _kind, _answers in parts)}
    return made
