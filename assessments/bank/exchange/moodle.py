"""Moodle XML, Moodle's own format with everything in it, pictures too. https://docs.moodle.org/en/Moodle_XML_format"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from ..drafts import Note, Verdict
from .building import (
    Answer,
    choice_item,
    feedback_of,
    gap_of,
    is_chinese,
    letter,
    number_of,
    numeric_item,
    share_of,
    with_rubric,
)
from .cloze import cloze_item
from .gift import topics_of_category
from .judging import Refusal, judge, one_line, refused
from .markup import Pictures, divided, line_of, paragraphs_of, prompt_of, speak, text_of, tree_of
from .notes import note
from .opening import MAX_ITEMS, Damaged, Unreadable, parse_xml, too_many_items
from .pictures import from_base64

_PLUGINFILE = re.compile(r"^@@PLUGINFILE@@/", re.IGNORECASE)
_PLACE = re.compile(r"\[\[(\d+)\]\]")


def read_moodle(content: bytes) -> list[Verdict]:
    """Raises Unreadable when it is no Moodle XML."""
    try:
        root = parse_xml(content)
    except Damaged as error:
        raise Unreadable(
            _("The XML in this file is damaged (%(where)s). Export it again and try once more.") % {"where": error}
        ) from error
    return read_quiz(root)


def read_quiz(root: Element) -> list[Verdict]:
    verdicts: list[Verdict] = []
    topics: list[str] = []
    for number, node in enumerate(root.findall("question"), 1):
        if number > MAX_ITEMS:
            raise Unreadable(too_many_items())
        if node.get("type") == "category":
            topics = topics_of_category(_text(node.find("category")))
        else:
            verdicts.append(_Question(node, len(verdicts) + 1, topics).verdict())
    return verdicts


def _text(node: Element | None) -> str:
    """What stands in the <text> of an element, or in the element itself."""
    if node is None:
        return ""
    inner = node.find("text")
    return "".join((node if inner is None else inner).itertext()).strip()


class _Question:
    def __init__(self, node: Element, number: int, topics: list[str]) -> None:
        self.node, self.topics = node, topics
        self.kind = node.get("type", "")
        self.notes: list[Note] = []
        self.name = one_line(_text(node.find("name")))
        self.place = _("question %(n)s") % {"n": number} + (f" · {self.name[:60]}" if self.name else "")
        self.pictures = Pictures(self._file, self.notes)
        self._files: dict[str, Element] = {}
        for file in node.iter("file"):
            path = f"{file.get('path', '/').strip('/')}/{file.get('name', '')}".lstrip("/")
            self._files.setdefault(path, file)
            self._files.setdefault(file.get("name", ""), file)

    def verdict(self) -> Verdict:
        read = _READERS.get(self.kind)
        try:
            if read is None:
                raise (
                    Refusal("description_only")
                    if self.kind == "description"
                    else Refusal("kind_unknown", what=self.kind or "?")
                )
            item = self._common() | read(self)
        except Refusal as refusal:
            return refused(self.place, *self.notes, refusal.note)
        item["pictures"] = self.pictures.shown
        tags = [_text(tag) for tag in self.node.findall("tags/tag")]
        fields = {
            "item": item,
            "name": self.name,
            "topics": [*self.topics, *tags],
            "points": self.points,
            "files": self.pictures.files,
        }
        return judge(self.place, fields, self.notes)

    # ── What all kinds have ──

    def _common(self) -> dict[str, Any]:
        self.points = 1.0
        if grade := self.said("defaultgrade"):
            try:
                self.points = number_of(grade)
            except Refusal:
                self.points = 0.0
            if not 0 < self.points <= 1000:
                self.notes.append(note("points_unclear", what=grade))
                self.points = 1.0
        if self.number("penalty"):
            self.notes.append(note("penalty_lost"))
        for hint in self.node.findall("hint"):
            if _text(hint):
                self.notes.append(note("hint_lost", what=self.line(hint)))
        if partly := self.line(self.node.find("partiallycorrectfeedback")):
            self.notes.append(note("feedback_lost", what=partly))
        if self.said("shuffleanswers").casefold() in ("0", "false"):
            self.notes.append(note("fixed_order_lost"))
        for name in ("idnumber",):
            if value := self.said(name):
                self.notes.append(note("extension_lost", what=f"{name} {value}"))
        if self.said("hidden") == "1":
            self.notes.append(note("extension_lost", what="hidden"))
        prompt = self.node.find("questiontext")
        return {"prompt_html": prompt_of(self.html(prompt), self.pictures, self.notes)}

    def said(self, name: str) -> str:
        return _text(self.node.find(name))

    def number(self, name: str) -> float:
        try:
            return number_of(self.said(name) or 0)
        except Refusal:
            return 0.0

    def html(self, node: Element | None) -> str:
        text, form = _text(node), (node.get("format", "") if node is not None else "")
        if form == "markdown":
            self.notes.append(note("styling_lost", what="Markdown"))
        if form in ("plain_text", "markdown") or (
            form in ("", "moodle_auto_format") and not re.search(r"<[a-zA-Z/][^>]*>|&\w+;", text)
        ):
            return paragraphs_of(text)
        return text

    def line(self, node: Element | None) -> str:
        return line_of(self.html(node), self.notes)

    def answers(self) -> list[Answer]:
        made = []
        for node in self.node.findall("answer"):
            fraction = share_of(node.get("fraction") or 0)
            made.append(Answer(line_of(self.html(node), self.notes), fraction, self.line(node.find("feedback"))))
        return made

    def feedback(self, answers: list[Answer]) -> dict[str, str]:
        return feedback_of(
            answers,
            self.notes,
            right=self.line(self.node.find("correctfeedback")),
            wrong=self.line(self.node.find("incorrectfeedback")),
            general=self.line(self.node.find("generalfeedback")),
        )

    def _file(self, address: str) -> bytes | None:
        file = self._files.get(unquote(_PLUGINFILE.sub("", address)).split("?")[0])
        if file is None:
            return None
        return from_base64(file.text or "") if file.get("encoding", "base64") == "base64" else None


# ── The kinds ────────────────────────────────────────────────────────────────────────────────────


def _multichoice(question: _Question) -> dict[str, Any]:
    answers = question.answers()
    single = question.said("single").casefold() not in ("0", "false")
    return choice_item(answers, single=single, notes=question.notes) | question.feedback(answers)


def _truefalse(question: _Question) -> dict[str, Any]:
    answers = question.answers()
    if is_chinese(_text(question.node.find("questiontext"))):
        words = {"true": "正确", "false": "错误"}
    else:
        words = {"true": "True", "false": "False"}
    for answer in answers:
        answer.text = words.get(answer.text.casefold(), answer.text)
    return choice_item(answers, single=True, notes=question.notes) | question.feedback(answers)


def _shortanswer(question: _Question) -> dict[str, Any]:
    answers = question.answers()
    exact = question.said("usecase") in ("1", "true")
    gap, worth = gap_of(answers, exact_case=exact, notes=question.notes)
    made: dict[str, Any] = {"kind": "fill_in", "text": "[[g1]]", "gaps": [gap], **question.feedback(answers)}
    if worth:
        made["mapping"] = {"values": {f"g1[.]{answer}": value for answer, value in worth.items()}, "upper": 1.0}
    return made


def _numerical(question: _Question) -> dict[str, Any]:
    answers = question.answers()
    accepted = []
    for node, answer in zip(question.node.findall("answer"), answers, strict=True):
        if answer.fraction > 0:
            if answer.text == "*":
                question.notes.append(note("wildcard_lost", what="*"))
                continue
            tolerance = _text(node.find("tolerance"))
            accepted.append((number_of(answer.text), abs(number_of(tolerance or 0)), answer.fraction))
    made = numeric_item(accepted, question.notes) | question.feedback(answers)
    units = []
    for node in question.node.findall("units/unit"):
        multiplier, name = number_of(_text(node.find("multiplier")) or 1), one_line(_text(node.find("unit_name")))
        if not name or multiplier <= 0:
            raise Refusal("unit_unclear", what=name or multiplier)
        units.append({"text": name, "factor": float(f"{1 / multiplier:.12g}")})
    if units and question.said("showunits") != "3":
        made["units"] = sorted(units, key=lambda unit: unit["factor"] != 1)
        made["unit_required"] = question.said("unitgradingtype") in ("1", "2")
        if made["units"][0]["factor"] != 1:
            raise Refusal("unit_unclear", what=made["units"][0]["text"])
        if made["unit_required"] and question.number("unitpenalty") < 1:
            question.notes.append(note("unit_penalty_lost"))
    return made


def _matching(question: _Question) -> dict[str, Any]:
    lefts: list[str] = []
    rights: list[str] = []
    pairs: list[tuple[str, str]] = []
    for node in question.node.findall("subquestion"):
        said = question.line(node)
        belongs = question.line(node.find("answer"))
        if not belongs:
            raise Refusal("no_partner", what=said)
        if belongs not in rights:
            rights.append(belongs)
        if said:
            pairs.append((f"l{len(lefts)}", f"r{rights.index(belongs)}"))
            lefts.append(said)
    return {
        "kind": "match",
        "left": [{"id": f"l{number}", "text": text} for number, text in enumerate(lefts)],
        "right": [{"id": f"r{number}", "text": text} for number, text in enumerate(rights)],
        "correct": pairs,
        **question.feedback([]),
    }


def _ordering(question: _Question) -> dict[str, Any]:
    answers = question.answers()
    entries = [{"id": letter(number), "text": answer.text} for number, answer in enumerate(answers)]
    if question.said("gradingtype") not in ("", "-1", "ALL_OR_NOTHING"):
        question.notes.append(note("processing_simplified"))
    correct = [entry["id"] for entry in entries]
    return {"kind": "order", "entries": entries, "correct": correct, **question.feedback([])}


def _essay(question: _Question) -> dict[str, Any]:
    notes = question.notes
    made: dict[str, Any] = {"model_answer": text_of(question.html(question.node.find("graderinfo")), notes)}
    if made["model_answer"]:
        notes.append(note("rubric_as_text"))
    if question.said("responsetemplate"):
        notes.append(note("template_lost"))
    for name in ("minwordlimit", "maxwordlimit"):
        if question.number(name):
            notes.append(note("extension_lost", what=f"{name} {question.said(name)}"))
    if question.said("responseformat") == "noinline":
        made |= {"kind": "upload", "accepts": ["photo", "file"]}
    else:
        made["kind"] = "extended_text"
        if question.number("attachments"):
            notes.append(note("attachments_lost"))
    made |= question.feedback([])
    chinese = is_chinese(_text(question.node.find("questiontext")))
    return with_rubric(made, question.points, chinese, notes)


def _gaps(question: _Question) -> dict[str, Any]:
    """gapselect and ddwtos: [[n]] stands for the n-th choice; a gap offers those of the same group."""
    tag = "dragbox" if question.kind == "ddwtos" else "selectoption"
    boxes = [
        (question.line(node), _text(node.find("group")) or "1", node.find("infinite") is not None)
        for node in question.node.findall(tag)
    ]
    source = question.html(question.node.find("questiontext"))
    gaps: list[dict[str, Any]] = []

    def gap(match: re.Match[str]) -> str:
        place = int(match.group(1))
        if not 1 <= place <= len(boxes):
            raise Refusal("key_unknown", what=match.group(0))
        group = boxes[place - 1][1]
        options = [
            {"id": letter(number), "text": text} for number, (text, of, _many) in enumerate(boxes) if of == group
        ]
        gaps.append({"id": f"g{len(gaps) + 1}", "options": options, "correct": letter(place - 1)})
        return f"[[g{len(gaps)}]]"

    source = _PLACE.sub(gap, source)
    prompt, rest = divided(tree_of(source, question.pictures, []), [one["id"] for one in gaps])
    groups = {group for _text, group, _many in boxes}
    once = question.kind == "ddwtos" and not any(many for _text, _group, many in boxes)
    if once and len(groups) > 1:
        question.notes.append(note("repeat_lost", what=1))
        once = False
    return {
        "kind": "inline_choice",
        "prompt_html": prompt,
        "text": speak(rest, question.notes),
        "gaps": gaps,
        "once": once,
        **question.feedback([]),
    }


def _multianswer(question: _Question) -> dict[str, Any]:
    source = question.html(question.node.find("questiontext"))
    return cloze_item(source, question.pictures, question.notes) | question.feedback([])


_READERS: dict[str, Callable[[_Question], dict[str, Any]]] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "gapselect": _gaps,
    "ddwtos": _gaps,
    "cloze": _multianswer,
    "multianswer": _multianswer,
}
