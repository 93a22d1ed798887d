"""From what a writer filled in to a blueprint, and from a blueprint to the items that fit now."""

from __future__ import annotations

from typing import Any

from assessments.bank import api as bank
from assessments.bank.models import Item

from ..models import Paper
from .blueprint import Blueprint, Draw, Fixed, Part, Section
from .streams import ONE, SEVERAL, topics_of


def blueprint_of(paper: Paper) -> Blueprint:
    """The sections as data. Ids are those of the blocks, by position while they have not been saved."""
    return Blueprint(sections=tuple(_section(child, f"s{number}") for number, child in enumerate(paper.sections)))


def _section(child: Any, place: str) -> Section:
    value = child.value
    parts = tuple(_part(part, f"{place}p{number}") for number, part in enumerate(value["parts"]))
    return Section(id=child.id or place, title=value["title"], instructions=value["instructions"] or "", parts=parts)


def _part(child: Any, place: str) -> Part:
    value, key = child.value, child.id or place
    if child.block_type == "fixed":
        return Fixed(id=key, item=str(value["item"].pk) if value["item"] else "", points=value["points"])
    between = (int(value["easiest"]), int(value["hardest"])) if value["easiest"] and value["hardest"] else None
    return Draw(
        id=key,
        count=value["count"],
        points=value["points"],
        topics=tuple(topics_of(value["topics"] or "")),
        difficulty=between,
        kinds=tuple(value["kinds"] or ()),
        several={ONE: False, SEVERAL: True}.get(value.get("several") or ""),
    )


def pools_of(paper: Paper, blueprint: Blueprint) -> dict[str, list[str]]:
    """Part id → keys of the items that may stand there now. An exam takes no exposed item; nothing takes a retired one."""
    return {part.id: _pool(paper, part) for part in blueprint.parts}


def _pool(paper: Paper, part: Fixed | Draw) -> list[str]:
    if isinstance(part, Fixed):
        found = usable(paper).filter(pk=part.item) if part.item else Item.objects.none()
    else:
        found = usable(
            paper,
            occupation=paper.occupation_id,
            topics=part.topics,
            difficulty=part.difficulty,
            kinds=part.kinds,
            several=part.several,
            language=paper.language,
        )
    return [str(key) for key in found.order_by("pk").values_list("pk", flat=True)]


def usable(paper: Paper, **wanted: Any) -> Any:
    """Items of the paper's prison and of all prisons that it may hold. `wanted`: as in the bank's draw_candidates."""
    prisons = [paper.prison_id] if paper.prison_id else None
    return bank.draw_candidates(prisons=prisons, also_exposed=paper.kind != Paper.Kind.EXAM, **wanted)
