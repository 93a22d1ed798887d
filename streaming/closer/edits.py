"""Lists of edits, without ffmpeg: what is allowed, what is left, and where a moment of the whole film lies in the edited one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from lms.lib.errors import Invalid

KINDS = ("cut", "blur", "silence")
AREAS = ("", "left", "right", "upper", "lower")  # of the picture; "": all of it
SHORTEST_S = 0.1
MOST = 200


class BadEdit(Invalid):
    code = "bad_edit"


@dataclass(frozen=True)
class Edit:
    """`start_s`, `end_s` on the whole film's clock. A trim is a cut at the beginning or the end. `area`: which half a blur covers."""

    kind: str
    start_s: float
    end_s: float
    area: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def read_edits(rows: Sequence[dict[str, Any]], film_s: float) -> list[Edit]:
    """Raises BadEdit."""
    if len(rows) > MOST:
        raise BadEdit(_("These are too many edits for one film."))
    edits = []
    for row in rows:
        try:
            span = round(float(row["start_s"]), 3), round(min(float(row["end_s"]), film_s), 3)
            edit = Edit(str(row["kind"]), *span, str(row.get("area", "")))
        except (KeyError, TypeError, ValueError) as error:
            raise BadEdit(_("An edit needs a kind, a beginning and an end.")) from error
        if edit.kind not in KINDS:
            raise BadEdit(_("Passages can be cut, blurred or silenced."))
        if edit.area not in AREAS or (edit.area and edit.kind != "blur"):
            raise BadEdit(_("Only a blur can cover a part of the picture."))
        if not 0 <= edit.start_s < film_s or edit.end_s - edit.start_s < SHORTEST_S:
            raise BadEdit(_("A passage must lie inside the film and end after it begins."))
        edits.append(edit)
    edits.sort(key=lambda edit: (edit.start_s, edit.end_s))
    if edited_length(edits, film_s) < 1:
        raise BadEdit(_("Nothing would be left of the film."))
    return edits


def passages_left(edits: Sequence[Edit], film_s: float) -> list[tuple[float, float]]:
    """What remains after the cuts, in order."""
    left, place = [], 0.0
    for edit in sorted((edit for edit in edits if edit.kind == "cut"), key=lambda edit: edit.start_s):
        if edit.start_s - place >= SHORTEST_S:
            left.append((place, edit.start_s))
        place = max(place, edit.end_s)
    if film_s - place >= SHORTEST_S:
        left.append((place, film_s))
    return left


def edited_length(edits: Sequence[Edit], film_s: float) -> float:
    return sum(end - start for start, end in passages_left(edits, film_s))


def place_in_edited(edits: Sequence[Edit], film_s: float, moment_s: float) -> float | None:
    """Where a moment of the whole film lies in the edited one; None when it was cut out."""
    before = 0.0
    for start, end in passages_left(edits, film_s):
        if start <= moment_s < end:
            return before + moment_s - start
        before += end - start
    return None
