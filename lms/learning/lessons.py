"""What a lesson's package holds that progress depends on: its rule, its items, its longest video."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from lms.packages import api as packages
from lms.packages.shapes import LessonManifest

from .completion import DocumentFacts, LessonFacts, dig

_HASH = re.compile(r"^[0-9a-f]{64}$")


def facts_for(lesson_iri: str, package_ids: Iterable[Any]) -> list[LessonFacts]:
    """Of the packages that statements name, as far as they are this lesson's; of the live one when none of them is known."""
    known = {name for name in package_ids if isinstance(name, str) and _HASH.match(name)}
    facts = [one for name in sorted(known) if (one := _facts(name, lesson_iri))]
    if not facts and (live := packages.live_package(lesson_iri)):
        facts = [one for one in [_facts(live.pk, lesson_iri)] if one]
    return facts


def _facts(package_id: str, lesson_iri: str) -> LessonFacts | None:
    try:
        owner, facts = _read(package_id)
    except (packages.NotBuilt, packages.BlobMissing):
        return None  # not remembered: it may arrive
    return facts if owner == lesson_iri else None


@lru_cache(maxsize=4096)
def _read(package_id: str) -> tuple[str, LessonFacts]:
    """Packages never change, so neither does this. Raises NotBuilt, BlobMissing."""
    manifest = packages.lesson_manifest(package_id)
    return manifest.lesson, LessonFacts(manifest.completion, tuple(_documents(manifest)))


def _documents(manifest: LessonManifest) -> Iterable[DocumentFacts]:
    for entry in manifest.entries:
        if entry.role == "document":
            with packages.open_blob(entry.sha256) as source:
                document = json.load(source)
            yield _document(manifest.lesson, document.get("blocks", []))


def _document(lesson_iri: str, blocks: list[dict[str, Any]]) -> DocumentFacts:
    items = frozenset(block["item"]["id"] for block in blocks if block.get("type") == "question")
    videos = [(dig(block, "video", "seconds"), block["id"]) for block in blocks if block.get("type") == "video"]
    if not videos:
        return DocumentFacts(items)
    seconds, block_id = max(videos, key=lambda video: video[0] or 0.0)
    return DocumentFacts(items, f"{lesson_iri}#{block_id}", seconds)
