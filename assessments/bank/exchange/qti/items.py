"""One assessmentItem to a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from ...drafts import Note, Verdict
from ..building import Answer, feedback_of, is_chinese, number_of, with_rubric
from ..judging import Refusal, judge, lines, one_line, refused
from ..markup import Pictures, divided, line_of, prompt_of, speak, text_of, tree_of
from ..notes import note
from . import entries, interactions
from .body import GAP_TEXT, body_of, html_of
from .declarations import Declaration, declarations_of, stated_points
from .interactions import Asked
from .names import text_in
from .processing import Processing, processing_of

_SINGLE: dict[str, Callable[[Asked], dict[str, Any]]] = {
    "choice-interaction": interactions.choice,
    "order-interaction": interactions.order,
    "match-interaction": interactions.match,
    "associate-interaction": interactions.associate,
    "hotspot-interaction": interactions.hotspot,
    "select-point-interaction": interactions.select_point,
    "extended-text-interaction": interactions.extended_text,
    "upload-interaction": interactions.upload,
}


def read_item(
    place: str, root: Element, find: Callable[[str], bytes | None], stated: Mapping[str, Any], notes: list[Note]
) -> Verdict:
    """`root` has plain names; `find` gives a picture by its address; `stated` is what the manifest says."""
    if root.tag != "assessment-item":
        return refused(place, *notes, _not_an_item(root))
    try:
        fields = _Reading(root, find, notes).fields()
    except Refusal as refusal:
        return refused(place, *notes, refusal.note)
    fields |= {name: value for name, value in stated.items() if name != "name"}
    fields["name"] = one_line(root.get("title")) or stated.get("name", "")
    return judge(place, fields, notes, language=root.get("lang", ""))


def _not_an_item(root: Element) -> Note:
    if root.tag in ("assessment-test", "assessment-section"):
        return note("section_only", what=root.get("title") or root.get("identifier") or root.tag)
    if root.tag in ("assessment-stimulus", "assessment-passage"):
        return note("shared_text", what=root.get("title") or root.get("identifier") or root.tag)
    if root.tag in ("questestinterop", "item"):
        return note("kind_unknown", what="QTI 1.2")
    return note("stray_file", what=root.tag)


class _Reading:
    def __init__(self, root: Element, find: Callable[[str], bytes | None], notes: list[Note]) -> None:
        self.root, self.notes = root, notes
        self.pictures = Pictures(find, notes)
        if root.get("adaptive") == "true":
            raise Refusal("adaptive")
        if root.find("template-processing") is not None or root.find("template-declaration") is not None:
            raise Refusal("processing_custom")
        self.declared = declarations_of(root)
        self.processing = processing_of(root)
        self.body = body_of(root, notes)
        self.points = stated_points(root)
        self.answers: list[Answer] = []
        self._look_beside()

    def _look_beside(self) -> None:
        for node in self.root:
            tag = str(node.tag)
            if tag == "stylesheet":
                self.notes.append(note("styling_lost", what=node.get("href", "CSS")))
            elif tag in ("catalog-info", "companion-materials-info", "context-declaration"):
                self.notes.append(note("extension_lost", what=tag))
            elif tag == "assessment-stimulus-ref":
                self.notes.append(note("stimulus_lost", what=node.get("title") or node.get("href", "")))

    def fields(self) -> dict[str, Any]:
        item = self._item()
        item |= self._feedback(item)
        item["pictures"] = self.pictures.shown
        points = self.points
        if points is None or not 0 < points <= 10_000:
            if points is not None:
                self.notes.append(note("points_unclear", what=points))
            points = 1.0
        if item["kind"] in ("extended_text", "upload", "practical"):
            with_rubric(item, points, is_chinese(self.body.html), self.notes)
        return {"item": item, "points": points, "files": self.pictures.files}

    def _item(self) -> dict[str, Any]:
        found = self.body.interactions
        tags = {str(node.tag) for node in found}
        if not found:
            if self.root.find("item-body") is not None and self._practical() is not None:
                return {"prompt_html": self._prompt(self.body.html), **(self._practical() or {})}
            raise Refusal("no_interaction")
        if tags == {"text-entry-interaction"}:
            return self._text_entry()
        if tags == {"inline-choice-interaction"}:
            made, worth = entries.inline_choice(self.body, self.declared, self._ruled(), self.notes)
            return self._in_text(made, self.body.html, self._gap_names()) | self._worth(worth)
        if len(found) > 1:
            raise Refusal("several_interactions", what=", ".join(sorted(tags)))
        return self._one(found[0])

    def _ruled(self) -> Processing:
        """Rules of the file's own: only where the declarations say enough, and never in silence."""
        if self.processing.rule == "custom":
            if not any(one.correct or one.has_mapping for one in self.declared.values()):
                raise Refusal("processing_custom")
            self.notes.append(note("processing_simplified"))
        return self.processing

    def _one(self, node: Element) -> dict[str, Any]:
        tag = str(node.tag)
        declared = self.declared.get(node.get("response-identifier", "RESPONSE")) or Declaration()
        asked = Asked(node, declared, self.processing, self.pictures, self.notes)
        if tag == "gap-match-interaction":
            self._ruled()
            told: list[str] = []
            made = interactions.gap_match(asked, told.append)
            made = self._in_text(made, self.body.html.replace(GAP_TEXT, told[0]), self._names_of(made))
        elif tag in _SINGLE:
            if tag not in ("extended-text-interaction", "upload-interaction"):
                self._ruled()
            made = _SINGLE[tag](asked)
            made["prompt_html"] = self._prompt(self.body.html)
            if tag in ("extended-text-interaction", "upload-interaction"):
                made |= self._for_markers(declared)
        else:
            raise Refusal("kind_unknown", what=tag.removesuffix("-interaction"))
        self._worth(asked.worth)
        self.answers = asked.answers
        return made

    def _text_entry(self) -> dict[str, Any]:
        processing = self._ruled()
        only = self.declared.get(self.body.gaps[0]) or Declaration()
        if len(self.body.gaps) == 1 and entries.is_number(only, processing):
            asked = Asked(self.body.interactions[0], only, processing, self.pictures, self.notes)
            made = entries.numeric(asked)
            self._worth(asked.worth)
            alone = self.body.html.replace("<p>[[g1]]</p>", "")
            return {**made, "prompt_html": self._prompt(alone.replace("[[g1]]", "_____"))}
        made, worth = entries.fill_in(self.body, self.declared, processing, self.notes)
        return self._in_text(made, self.body.html, self._gap_names()) | self._worth(worth)

    def _gap_names(self) -> list[str]:
        return [f"g{number}" for number in range(1, len(self.body.gaps) + 1)]

    def _names_of(self, made: dict[str, Any]) -> list[str]:
        return [gap["id"] for gap in made["gaps"]]

    def _in_text(self, made: dict[str, Any], source: str, gaps: list[str]) -> dict[str, Any]:
        prompt, rest = divided(tree_of(source, self.pictures, self.notes), gaps)
        return {**made, "prompt_html": prompt, "text": speak(rest, self.notes)}

    def _prompt(self, source: str) -> str:
        return prompt_of(source, self.pictures, self.notes)

    def _worth(self, worth: float | None) -> dict[str, Any]:
        """The points, where the file does not state them."""
        if self.points is None:
            self.points = worth if worth and worth > 0 else self.processing.points
        return {}

    # ── For those who mark ──

    def _practical(self) -> dict[str, Any] | None:
        """A task before evaluators: no interaction, but a rubric. QTI has no word for it; our exports say data-kind."""
        body = self.root.find("item-body")
        if body is None or body.get("data-kind") != "practical":
            return None
        made: dict[str, Any] = {"kind": "practical", **self._for_markers(Declaration())}
        made.pop("model_answer", None)
        if interactions.int_of(body.get("data-minutes")):
            made["minutes"] = interactions.int_of(body.get("data-minutes"))
        return made

    def _for_markers(self, declared: Declaration) -> dict[str, Any]:
        rubric: list[dict[str, Any]] = []
        model: list[str] = []
        materials: list[str] = []
        for node in self.body.scorers:
            words = node.get("class", "").split()
            criteria = [one for one in node.iter() if one.get("class", "") == "criterion"]
            if criteria:
                rubric += [_criterion(one, number) for number, one in enumerate(criteria, len(rubric) + 1)]
            elif "materials" in words:
                materials.append(text_of(html_of(node, self.notes), self.notes))
            else:
                model.append(text_of(html_of(node, self.notes), self.notes))
                if "model-answer" not in words:
                    self.notes.append(note("rubric_as_text"))
        model += [lines(one) for one in declared.correct if one.strip()]
        made: dict[str, Any] = {"rubric": rubric, "model_answer": "\n".join(model)}
        return made | ({"materials": "\n".join(materials)} if materials else {})

    # ── Feedback ──

    def _feedback(self, item: dict[str, Any]) -> dict[str, str]:
        sides = {"right": "", "wrong": ""}
        answers = {answer.text: answer for answer in self.answers}
        for node in self.root.findall("modal-feedback"):
            words = line_of(html_of(node, self.notes), self.notes)
            name = node.get("identifier", "")
            side = self.processing.feedback.get(name, "") or _by_name(name)
            if name in answers:
                answers[name].feedback = " ".join(filter(None, (answers[name].feedback, words)))
            elif side and not sides[side] and node.get("show-hide", "show") == "show":
                sides[side] = words
            elif words:
                self.notes.append(note("feedback_lost", what=words))
        for name, words in self.body.inline_feedback:
            if name in answers:
                answers[name].feedback = one_line(f"{answers[name].feedback} {words}")
            elif words:
                self.notes.append(note("shown_parts_lost", what=words))
        for answer in self.answers:
            answer.fraction = 1.0 if answer.text in item.get("correct", []) else 0.0
        texts = {one["id"]: one["text"] for one in item.get("options", []) if isinstance(one, dict)}
        said = [Answer(texts.get(one.text, one.text), one.fraction, one.feedback) for one in self.answers]
        return feedback_of(said, self.notes, right=sides["right"], wrong=sides["wrong"])


def _by_name(identifier: str) -> str:
    plain = identifier.casefold()
    if any(word in plain for word in ("incorrect", "wrong", "false")):
        return "wrong"
    return "right" if any(word in plain for word in ("correct", "right", "true")) else ""


def _criterion(node: Element, number: int) -> dict[str, Any]:
    """As our exports write it: <div class="criterion" data-id=…><p class="title">…</p><ul><li data-points="2">…</li></ul></div>."""
    title = next((text_in(one) for one in node if one.get("class") == "title"), "")
    levels = [
        {"points": number_of(one.get("data-points")), "description": one_line(text_in(one))} for one in node.iter("li")
    ]
    return {"id": node.get("data-id") or f"c{number}", "title": one_line(title), "levels": levels}
