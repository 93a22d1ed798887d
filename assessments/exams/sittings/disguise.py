"""Names of options that say nothing. The bank's own ids may tell the right answer (the first of a list, the order of writing);
a tablet gets others, made for one sitting, and the server reads its responses back into the bank's."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from assessments.bank.scoring import PAIR, SEPARATOR

_LISTS = {
    "choice": ("options",),
    "order": ("entries",),
    "match": ("left", "right"),
    "hotspot": ("areas",),
}


class Disguise:
    """The names of one item's options in one sitting. `document`: an item of lms.packages.shapes as JSON."""

    def __init__(self, seed: str, item: str, document: dict[str, Any]) -> None:
        self._document = document
        self._mixer = hmac.new(seed.encode(), item.encode(), hashlib.sha256)
        self._names = {own: self._name(own) for own in _ids(document)}
        self._own = {name: own for own, name in self._names.items()}
        self._gaps = {gap["id"] for gap in document.get("gaps", ())}  # they tell nothing, and keep their names

    def _name(self, own: str) -> str:
        mixer = self._mixer.copy()
        mixer.update(own.encode())
        return mixer.hexdigest()[:10]

    def name(self, own: str) -> str:
        return self._names.get(own, own)

    def shown(self) -> dict[str, Any]:
        """The item without anything that tells what is right: no key, mapping, rubric, feedback or model answer."""
        item = {**self._document, "feedback_correct": "", "feedback_incorrect": "", "mapping": None}
        for part in _LISTS.get(item["kind"], ()):
            item[part] = [{**one, "id": self.name(one["id"])} for one in item[part]]
        if item["kind"] == "order":  # in the bank the mix follows from the texts in their right order
            item["entries"].sort(key=lambda entry: entry["id"])
        match item["kind"]:
            case "choice" | "order" | "match" | "hotspot":
                item["correct"] = []
            case "fill_in":
                item["gaps"] = [{"id": gap["id"], "accept": [], "ignore_case": True} for gap in item["gaps"]]
            case "inline_choice":
                item["gaps"] = [self._gap(gap) for gap in item["gaps"]]
            case "numeric":
                units = [{"text": unit["text"], "factor": 1.0} for unit in item["units"]]
                item.update(value=0.0, tolerance=0.0, units=units)
            case _:
                item["rubric"] = []
                if "model_answer" in item:
                    item["model_answer"] = ""
        return item

    def _gap(self, gap: dict[str, Any]) -> dict[str, Any]:
        options = [{**option, "id": self.name(option["id"])} for option in gap["options"]]
        return {"id": gap["id"], "options": sorted(options, key=lambda option: option["id"]), "correct": ""}

    def undone(self, response: str) -> str:
        """A response in the bank's own ids. Words and numbers stay; what names nothing of this item goes, the bank's own ids too:
        no honest tablet has them, and they may tell the key."""
        return self._renamed(response, self._own)

    def done(self, response: str) -> str:
        """A response as the tablet writes it."""
        return self._renamed(response, self._names)

    def _renamed(self, response: str, names: dict[str, str]) -> str:
        if self._document["kind"] not in (*_LISTS, "inline_choice"):
            return response
        parts = [part.strip().split(PAIR) for part in response.split(SEPARATOR)]
        known = names | dict.fromkeys(self._gaps, "")
        return SEPARATOR.join(
            PAIR.join(known[piece] or piece for piece in part)
            for part in parts
            if all(piece in known for piece in part)
        )


def _ids(document: dict[str, Any]) -> list[str]:
    found = [one["id"] for part in _LISTS.get(document["kind"], ()) for one in document[part]]
    if document["kind"] == "inline_choice":
        found += [option["id"] for gap in document["gaps"] for option in gap["options"]]
    return list(dict.fromkeys(found))
