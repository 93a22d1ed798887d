"""Which candidate a line means. Pure. Certain is only what fits in number and name, or in identity card number and name."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from rapidfuzz.distance import OSA

from lms.lib.search_text import normalise

from .findings import Finding, finding
from .values import Line


@dataclass(frozen=True)
class Known:
    """A candidacy as far as a line can name it. `schemes`: titles and codes of its scheme, folded."""

    key: UUID
    number: str
    name: str
    identity: str
    schemes: frozenset[str] = frozenset()
    open: bool = True
    moved: bool = False  # to another prison since it was last sent
    left: bool = False  # the learner's record is closed


@dataclass(frozen=True)
class Match:
    """`key`: whom the line means for certain; `candidates`: whom it may mean, with what speaks for and against it."""

    verdict: Literal["matched", "doubtful", "unknown"]
    key: UUID | None = None
    findings: list[Finding] = field(default_factory=list)
    candidates: list[tuple[UUID, list[Finding]]] = field(default_factory=list)


class Register:
    """Candidates by number, by identity card number, by name in any form of its characters."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.by_number: dict[str, Known] = {}
        self.by_identity: dict[str, list[Known]] = defaultdict(list)
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        for one in known:
            self.by_number[one.number.upper()] = one
            if one.identity:
                self.by_identity[one.identity.upper()].append(one)
            self.by_name[folded(one.name)].append(one)

    def match(self, line: Line) -> Match:
        found = {one.key: one for one in self._possible(line)}
        judged = [(one, compared(line, one)) for one in found.values()]
        judged = [(one, said) for one, said in judged if _speaks_for(said)]
        if not judged:
            return Match("unknown", findings=[finding("unknown")])
        certain = [one for one, said in judged if _certain(line, said)]
        if len(certain) > 1 and len(still := [one for one in certain if one.open]) == 1:
            certain = still  # an earlier candidacy of the same person is closed
        if len(certain) == 1 and not (certain[0].moved or certain[0].left):
            return Match("matched", certain[0].key)
        findings = [finding("several")] if len(judged) > 1 else []
        return Match("doubtful", None, findings, [(one.key, said) for one, said in judged])

    def _possible(self, line: Line) -> Iterable[Known]:
        if line.number and line.number in self.by_number:
            yield self.by_number[line.number]
        if line.identity:
            yield from self.by_identity.get(line.identity, ())
        if line.name:
            yield from self.by_name.get(folded(line.name), ())


def compared(line: Line, one: Known) -> list[Finding]:
    """What speaks for and against it, each point once."""
    said = []
    if line.number:
        said.append(_number("number", line.number, one.number.upper()))
    if line.identity and one.identity:
        said.append(_number("identity", line.identity, one.identity.upper()))
    if line.name:
        said.append(_name(line.name, one.name))
    if line.scheme and one.schemes and folded(line.scheme) not in one.schemes:
        said.append(finding("scheme_other", text=line.scheme))
    if one.moved:
        said.append(finding("moved"))
    if one.left:
        said.append(finding("left"))
    return said


def _number(what: str, theirs: str, ours: str) -> Finding:
    if theirs == ours:
        return finding(f"{what}_fits")
    if OSA.distance(theirs, ours, score_cutoff=1) <= 1:
        swapped = len(theirs) == len(ours) and sorted(theirs) == sorted(ours)
        return finding(f"{what}_swapped" if swapped else f"{what}_near", ours=ours)
    return finding(f"{what}_other", ours=ours)


def _name(theirs: str, ours: str) -> Finding:
    if _bare(theirs) == _bare(ours):
        return finding("name_fits")
    if folded(theirs) == folded(ours):
        return finding("name_variant", ours=ours)
    return finding("name_other", ours=ours)


def _certain(line: Line, said: list[Finding]) -> bool:
    """Nothing speaks against it, and two things speak for it: number and name, or identity card number and name."""
    codes = {one["code"] for one in said}
    if not codes <= {"number_fits", "identity_fits", "name_fits", "moved", "left"}:
        return False
    return "name_fits" in codes and ("number_fits" in codes or "identity_fits" in codes)


def _speaks_for(said: list[Finding]) -> bool:
    """A number that fits, or a name: with another identity card number and another candidate number it is another person."""
    codes = {one["code"] for one in said}
    if codes & {"number_fits", "identity_fits", "number_near", "number_swapped", "identity_near", "identity_swapped"}:
        return True
    against = codes & {"identity_other"}
    return bool(codes & {"name_fits", "name_variant"}) and not against


def folded(text: str) -> str:
    """Any form of the same characters becomes one: traditional and simplified, full width, capital letters, spaces, dots."""
    return normalise(text).replace(" ", "")


def _bare(text: str) -> str:
    """The characters themselves, without spaces and dots between them."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in plain if sign.isalnum())
