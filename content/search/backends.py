"""How each database is written to and asked. Both see the same words in the same places, so both find the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from lms.lib.search_text import Run, Token

ANYWHERE = "all"
_MOST_RANKED = 300  # PostgreSQL reads a row to rank it: of a word that stands everywhere, the first hundreds compete
_SPOKEN = "3"

_SQLITE = """
SELECT p.id, p.document_id FROM content_search_fts f JOIN content_searchpassage p ON p.id = f.rowid
WHERE content_search_fts MATCH %s ORDER BY {order} LIMIT %s
"""
_POSTGRESQL = """
SELECT id, document_id FROM (
    SELECT id, document_id, words FROM content_searchpassage WHERE words @@ %s::tsquery LIMIT %s
) found ORDER BY {order} LIMIT %s
"""


def marks(place: str, prison: Any, scope: Iterable[str] = ()) -> str:
    """Where a passage may be found: by everybody with rights everywhere, or by the officers of a prison; with a `scope` by nobody but those who hold one of its keys."""
    if scope:
        return " ".join(f"@{place}:{key}" for key in scope)
    return f"@{place} @{place}:{prison.hex if prison else ANYWHERE}"


def index_value(passage_marks: str, found: Sequence[Token]) -> str:
    """What stands in the `words` column. `found` is at most 255 times the same word (PostgreSQL keeps no more places)."""
    if connection.vendor != "postgresql":
        return " ".join(token.word for token in found)
    places: dict[str, list[int]] = {}
    for number, token in enumerate(found, start=1):
        places.setdefault(token.word, []).append(number)
    lexemes = [f"'{mark}'" for mark in passage_marks.split()]
    lexemes += [f"'{word}':{','.join(map(str, at))}" for word, at in places.items()]
    return " ".join(lexemes)


def matches(
    runs: Sequence[Run], place: str, prisons: Iterable[Any] | None, limit: int, keys: Iterable[str] = ()
) -> list[tuple[int, Any]]:
    """(passage, document) that hold every run in one kind of place, best first; what was spoken comes newest first.

    `prisons`: whose passages count, besides those for all prisons; None: all. `keys`: of passages with a scope.
    """
    wanted = [f"@{place}"] if prisons is None else [f"@{place}:{one}" for one in [ANYWHERE, *(p.hex for p in prisons)]]
    wanted += [f"@{place}:{key}" for key in keys]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            order = "id DESC" if place == _SPOKEN else "ts_rank(words, %s::tsquery) DESC, id"
            query = _tsquery(runs, wanted)
            ranked = [] if place == _SPOKEN else [query]
            cursor.execute(_POSTGRESQL.format(order=order), [query, _MOST_RANKED, *ranked, limit])
        else:
            order = "f.rowid DESC" if place == _SPOKEN else "f.rank, f.rowid"
            cursor.execute(_SQLITE.format(order=order), [_fts5(runs, wanted), limit])
        return list(cursor.fetchall())


def _fts5(runs: Sequence[Run], wanted: list[str]) -> str:
    phrases = [f'"{" ".join(run.words)}"{" *" if run.prefix else ""}' for run in runs]
    scope = " OR ".join(f'"{mark}"' for mark in wanted)
    return f"{{marks}} : ({scope}) AND {{words}} : ({' AND '.join(phrases)})"


def _tsquery(runs: Sequence[Run], wanted: list[str]) -> str:
    phrases = [
        "(" + " <-> ".join(f"'{word}'" for word in run.words) + ")" if not run.prefix else f"'{run.words[0]}':*"
        for run in runs
    ]
    scope = " | ".join(f"'{mark}'" for mark in wanted)
    return f"({scope}) & {' & '.join(phrases)}"
