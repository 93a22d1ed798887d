"""GIFT, Moodle's format for questions in a plain text file. https://docs.moodle.org/en/GIFT_format"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ..drafts import Note, Verdict
from .building import (
    Answer,
    choice_item,
    feedback_of,
    gap_of,
    is_chinese,
    number_of,
    numeric_item,
    range_of,
    share_of,
    with_rubric,
)
from .judging import Refusal, judge, refused
from .markup import line_of, no_pictures, paragraphs_of, prompt_of
from .notes import note
from .opening import MAX_ITEMS, Unreadable, decode, too_many_items

# An escaped sign is held by a sign of private use while the others are looked for.
_HELD = {sign: chr(0xE000 + number) for number, sign in enumerate("~=#{}:\\")}
_BACK = {held: sign for sign, held in _HELD.items()}
_CATEGORY = re.compile(r"^\$CATEGORY\s*:\s*(.+)$", re.IGNORECASE)
_NAME = re.compile(r"^\s*::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_TAG = re.compile(r"\[tag:([^\]]+)\]")
_WEIGHT = re.compile(r"^%\s*([-+]?[\d.]+)\s*%")
_TRUTH = re.compile(r"^(T|TRUE|F|FALSE)\s*(#.*)?$", re.IGNORECASE | re.DOTALL)
_NO_TOPIC = {"$course$", "$module$", "$system$", "$cat1$", "$category$", "top"}


@dataclass
class _Question:
    """One paragraph of the file."""

    line: int
    text: str
    topics: list[str]
    notes: list[Note] = field(default_factory=list)
    format: str = "moodle"

    def plain(self, source: str) -> str:
        """One line of text, escapes undone."""
        return line_of(self.html(source), self.notes)

    def html(self, source: str) -> str:
        text = _restored(source).strip()
        if self.format in ("html", "moodle", "markdown") and re.search(r"</?[a-zA-Z][^>]*>|&[a-z]+;|&#\d+;", text):
            return text if self.format == "html" else text.replace("\n", "<br>")
        return paragraphs_of(text)


def looks_like_gift(text: str) -> bool:
    return bool(re.search(r"(?<!\\)\{[^{}]*(?<!\\)\}", text)) or "::" in text or "$CATEGORY" in text


def read_gift(content: bytes) -> list[Verdict]:
    """Raises Unreadable when the file is no text."""
    verdicts: list[Verdict] = []
    for number, question in enumerate(_questions(decode(content)), 1):
        if number > MAX_ITEMS:
            raise Unreadable(too_many_items())
        verdicts.append(_verdict(question))
    return verdicts


def topics_of_category(path: str) -> list[str]:
    """The levels of a category, without those that every Moodle has. A // is a slash in a name."""
    parts = [part.replace("\ue010", "/").strip() for part in path.replace("//", "\ue010").split("/")]
    return [part for part in parts if part and part.casefold() not in _NO_TOPIC and not part.startswith("$")]


def _questions(text: str) -> list[_Question]:
    found: list[_Question] = []
    topics: list[str] = []
    waiting: list[str] = []
    tags: list[str] = []
    first = 0

    def close() -> None:
        nonlocal waiting, tags
        if "".join(waiting).strip():
            found.append(_Question(first, "\n".join(waiting), [*topics, *tags]))
            tags = []
        waiting = []

    for number, line in enumerate(text.splitlines(), 1):
        category = _CATEGORY.match(line.strip())
        if category:
            close()
            topics = topics_of_category(_restored(_held(category.group(1))))
        elif line.lstrip().startswith("//"):
            tags += [tag.strip() for tag in _TAG.findall(line)]
        elif not line.strip():
            close() if waiting else None
        else:
            first = first if waiting else number
            waiting.append(line.rstrip())
    close()
    return found


def _held(text: str) -> str:
    text = re.sub(r"\\([~=#{}:\\])", lambda match: _HELD[match.group(1)], text)
    return text.replace("\\n", "\n")


def _restored(text: str) -> str:
    return "".join(_BACK.get(sign, sign) for sign in text)


def _verdict(question: _Question) -> Verdict:
    text = _held(question.text)
    name = ""
    if match := _NAME.match(text):
        name, text = _restored(match.group(1)).strip(), text[match.end() :]
    if match := _FORMAT.match(text):
        question.format, text = match.group(1).lower(), text[match.end() :]
    place = _("line %(n)s") % {"n": question.line} + (f" · {name[:60]}" if name else "")
    try:
        opening, closing = text.find("{"), text.rfind("}")
        if opening < 0 and closing < 0:
            raise Refusal("description_only")
        if opening < 0 or closing < opening or "{" in text[opening + 1 : closing] or "}" in text[opening:closing]:
            raise Refusal("not_a_question", what=_restored(text))
        item = _item(question, text[:opening], text[opening + 1 : closing].strip(), text[closing + 1 :])
    except Refusal as refusal:
        return refused(place, *question.notes, refusal.note)
    if question.format == "markdown":
        question.notes.append(note("styling_lost", what="Markdown"))
    return judge(place, {"item": item, "name": name, "topics": question.topics}, question.notes)


def _item(question: _Question, before: str, answers: str, after: str) -> dict[str, Any]:
    answers, _, general = answers.partition("####")
    said = question.plain(general)
    whole = f"{before} _____ {after}" if after.strip() else before
    item: dict[str, Any] = {"prompt_html": prompt_of(question.html(whole), no_pictures(question.notes), question.notes)}
    answers = answers.strip()
    if not answers:
        made: dict[str, Any] = {"kind": "extended_text"}
        made.update(feedback_of([], question.notes, general=said))
        return with_rubric(item | made, 1.0, is_chinese(before), question.notes)
    if match := _TRUTH.match(answers):
        return item | _true_false(question, match, said, is_chinese(_restored(before)))
    if answers.startswith("#"):
        return item | _numeric(question, answers[1:], said)
    parts = _parts(answers)
    if all(sign == "=" and "->" in part for sign, part in parts):
        return item | _match(question, [part for _sign, part in parts], said)
    read = [_answer(question, sign, part) for sign, part in parts]
    if any(sign == "~" for sign, _part in parts):
        single = any(sign == "=" for sign, _part in parts) or sum(answer.fraction > 0 for answer in read) < 2
        return (
            item
            | choice_item(read, single=single, notes=question.notes)
            | feedback_of(read, question.notes, general=said)
        )
    gap, worth = gap_of(read, exact_case=False, notes=question.notes)
    made = {"kind": "fill_in", "text": "[[g1]]", "gaps": [gap]}
    made |= feedback_of(read, question.notes, general=said)
    if worth:
        made["mapping"] = {"values": {f"g1[.]{answer}": value for answer, value in worth.items()}, "upper": 1.0}
    if after.strip():
        made["prompt_html"] = ""
        made["text"] = f"{question.plain(before)} [[g1]] {question.plain(after)}".strip()
    return item | made


def _parts(answers: str) -> list[tuple[str, str]]:
    """(sign, text) of each answer. Raises Refusal for text that no sign begins."""
    pieces = re.split(r"([~=])", answers)
    if pieces[0].strip():
        if len(pieces) == 1:
            return [("=", pieces[0])]
        raise Refusal("not_a_question", what=_restored(pieces[0]))
    made: list[tuple[str, str]] = []
    for sign, text in zip(pieces[1::2], pieces[2::2], strict=True):
        if not text.strip() and made and sign == "=" and made[-1][0] == "~" and not made[-1][1].strip():
            made[-1] = ("=", text)  # "~=" as some tools write it
        else:
            made.append((sign, text))
    return made


def _answer(question: _Question, sign: str, part: str) -> Answer:
    fraction = 1.0 if sign == "=" else 0.0
    part = part.strip()
    if part.startswith("=") and sign == "~":
        fraction, part = 1.0, part[1:]
    if match := _WEIGHT.match(part):
        fraction, part = share_of(match.group(1)), part[match.end() :]
    text, _, feedback = part.partition("#")
    return Answer(question.plain(text), fraction, question.plain(feedback))


def _true_false(question: _Question, match: re.Match[str], general: str, chinese: bool) -> dict[str, Any]:
    true = match.group(1).upper().startswith("T")
    wrong, _, right = (match.group(2) or "").lstrip("#").partition("#")
    texts = ("正确", "错误") if chinese else ("True", "False")
    answers = [Answer(texts[0], float(true)), Answer(texts[1], float(not true))]
    said = feedback_of([], question.notes, right=question.plain(right), wrong=question.plain(wrong), general=general)
    return choice_item(answers, single=True, notes=question.notes) | said


def _numeric(question: _Question, source: str, general: str) -> dict[str, Any]:
    parts = [part for _sign, part in _parts(source)] if source.lstrip().startswith("=") else [source]
    accepted: list[tuple[float, float, float]] = []
    answers: list[Answer] = []
    for part in parts:
        fraction, part = 1.0, part.strip()
        if match := _WEIGHT.match(part):
            fraction, part = share_of(match.group(1)), part[match.end() :]
        value, _, feedback = part.partition("#")
        if ".." in value:
            low, _, high = value.partition("..")
            middle, tolerance = range_of(number_of(low), number_of(high))
        else:
            number, _, near = value.replace(_HELD[":"], ":").partition(":")
            middle, tolerance = number_of(number), number_of(near) if near.strip() else 0.0
        if fraction > 0:
            accepted.append((middle, abs(tolerance), fraction))
        answers.append(Answer(value.strip(), fraction, question.plain(feedback)))
    return numeric_item(accepted, question.notes) | feedback_of(answers, question.notes, general=general)


def _match(question: _Question, parts: list[str], general: str) -> dict[str, Any]:
    lefts: list[str] = []
    rights: list[str] = []
    pairs: list[tuple[str, str]] = []
    for part in parts:
        body, _, feedback = part.partition("#")
        left, _, right = body.partition("->")
        said, belongs = question.plain(left), question.plain(right)
        if feedback.strip():
            question.notes.append(note("answer_feedback_lost", what=question.plain(feedback)))
        if belongs and belongs not in rights:
            rights.append(belongs)
        if said:
            pairs.append((f"l{len(lefts)}", f"r{rights.index(belongs)}" if belongs else ""))
            lefts.append(said)
    return {
        "kind": "match",
        "left": [{"id": f"l{number}", "text": text} for number, text in enumerate(lefts)],
        "right": [{"id": f"r{number}", "text": text} for number, text in enumerate(rights)],
        "correct": [pair for pair in pairs if pair[1]],
        **feedback_of([], question.notes, general=general),
    }
