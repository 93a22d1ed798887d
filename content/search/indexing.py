"""Feeding the index: what is live stands in it, what was withdrawn does not, and all of it can be made again."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from content.models import Publication
from content.states import PublicationState
from lms.lib.search_text import tokens

from . import backends
from .documents import Entry, entries_of
from .models import SearchDocument, SearchPassage
from .texts import SPOKEN_WORDS, Part, Piece, pieces

VERSION = 1  # of the words; a new number makes the sweeper index everything again
_AT_ONCE = 200
_SWEPT = 50
_log = logging.getLogger(__name__)


def keep_in_step(iri: str) -> None:
    """After the commit; if it is lost, the sweeper comes within a minute."""
    transaction.on_commit(partial(_renew_or_log, iri), robust=True)


def _renew_or_log(iri: str) -> None:
    try:
        renew(iri)
    except Exception:  # a text that cannot be indexed must not stop what it stands in
        _log.exception("%s could not be indexed", iri)


@transaction.atomic
def renew(iri: str) -> None:
    """Index what is live of a lesson or course now; nothing when nothing is. Safe to run twice."""
    live = Publication.objects.select_for_update().filter(iri=iri, state=PublicationState.LIVE).first()
    SearchDocument.objects.filter(iri=iri).exclude(source="").delete()
    if live is not None:
        for entry in entries_of(live):
            write_entry(entry, live.prison_id, source_of(live.pk))


def source_of(publication_id: UUID) -> str:
    return f"{VERSION}:{publication_id}"


@transaction.atomic
def index_captions(
    subject: str,
    cues: Iterable[tuple[float, str]],
    *,
    title: str,
    prison: Any,
    language: str,
    address: str,
    scope: Sequence[str] = (),
) -> None:
    """Make what was said findable at its seconds, in place of what stood there for this subject ("recording:<uuid>").

    `cues`: (second, text) in order of time. `prison`: a Prison, or None for all. `address`: the staff page that shows it;
    `t=<seconds>` is added to it. `scope`: who finds it (recording_scope); empty: whoever finds the prison's lessons.
    No cue: as forget_captions.
    """
    entry = Entry(
        subject=subject,
        kind=SearchDocument.Kind.CAPTION,
        iri=subject,
        title=title,
        language=language,
        address=address,
        scope=list(scope),
        spoken=[Part(text, "", seconds) for seconds, text in cues],
    )
    SearchDocument.objects.filter(subject=subject).delete()
    if entry.spoken:
        write_entry(entry, prison.pk if prison else None, "")


def forget_captions(subject: str) -> None:
    """Forget what was put in by index_captions."""
    SearchDocument.objects.filter(subject=subject, source="").delete()


def write_entry(entry: Entry, prison: UUID | None, source: str) -> None:
    document = SearchDocument.objects.create(
        kind=entry.kind,
        subject=entry.subject,
        iri=entry.iri,
        lesson_iri=entry.lesson_iri,
        prison_id=prison,
        language=entry.language,
        title=entry.title[:255],
        path=entry.path,
        address=entry.address,
        scope=entry.scope,
        source=source,
    )
    place = SearchPassage.Place
    rows = [_row(document, place.TITLE, piece) for piece in pieces(entry.heading)]
    for written in entry.written:
        rows += [_row(document, place.TEXT, piece) for piece in pieces(written)]
    rows += [_row(document, place.SPOKEN, piece) for piece in pieces(entry.spoken, most_words=SPOKEN_WORDS)]
    SearchPassage.objects.bulk_create(rows, batch_size=_AT_ONCE)


def _row(document: SearchDocument, place: str, piece: Piece) -> SearchPassage:
    marks = backends.marks(place, document.prison_id, document.scope)
    words = backends.index_value(marks, piece.words)
    return SearchPassage(document=document, place=place, text=piece.text, places=piece.places, marks=marks, words=words)


def sweep() -> int:
    """Index what is live and not in the index, let go of what is no longer live; returns how many were put right."""
    live = {
        source_of(key): iri
        for key, iri in Publication.objects.filter(state=PublicationState.LIVE).values_list("pk", "iri")
    }
    indexed = dict(SearchDocument.objects.exclude(source="").values_list("source", "iri"))
    due = {iri for source, iri in live.items() if source not in indexed}
    due |= {iri for source, iri in indexed.items() if source not in live}
    chosen: Sequence[str] = sorted(due)[:_SWEPT]
    for iri in chosen:
        _renew_or_log(iri)
    return len(chosen)


def rebuild() -> tuple[int, int]:
    """Everything anew: from the published packages, and what others put in from its own text. Returns (documents, passages)."""
    iris = set(Publication.objects.filter(state=PublicationState.LIVE).values_list("iri", flat=True))
    iris |= set(SearchDocument.objects.exclude(source="").values_list("iri", flat=True))
    for iri in sorted(iris):
        renew(iri)
    for document in SearchDocument.objects.filter(source=""):
        _rewrite(document)
    return SearchDocument.objects.count(), SearchPassage.objects.count()


@transaction.atomic
def _rewrite(document: SearchDocument) -> None:
    for passage in document.passages.iterator():
        passage.marks = backends.marks(passage.place, document.prison_id, document.scope)
        passage.words = backends.index_value(passage.marks, tokens(passage.text))
        passage.save(update_fields=["marks", "words"])
