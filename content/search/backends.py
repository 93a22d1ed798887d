"""How each database is written to and asked. Both see the same words in the same places, so both find the same."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from lms.lib.search_text import Run, Token

ANYWHERE = "all"
_MOST_RANKED = 300  # PostgreSQL reads a row to rank it: of a word that stands everywhere, the newest hundreds compete
_NEWEST = 3000  # passages in which a word that stands everywhere is looked for first
_SPOKEN = "3"

_SQLITE = """
SELECT p.id, p.document_id FROM content_search_fts f JOIN content_searchpassage p ON p.id = f.rowid
WHERE content_search_fts MATCH %s ORDER BY {order} LIMIT %s
"""
# Never in order while looking: the planner would read every row of the table for a word that it takes for a common one.
_FOUND = """
WITH found AS MATERIALIZED (
    SELECT id FROM content_searchpassage WHERE words @@ %s::tsquery AND place = %s AND id > %s
), newest AS (SELECT id FROM found ORDER BY id DESC LIMIT %s)
SELECT id, document_id FROM content_searchpassage JOIN newest USING (id)
"""
_BOUND = "SELECT id FROM content_searchpassage WHERE place = %s ORDER BY id DESC OFFSET %s LIMIT 1"


def marks(place: str, prison: Any, scope: Iterable[str] = ()) -> str:
    """Where a passage may be found: by everybody with rights everywhere, or by the officers of a prison; with a `scope` by nobody but those who hold one of its keys."""
    if scope:
        return " ".join(f"@{place}:{key}" for key in scope)
    return f"@{place} @{place}:{prison.hex if prison else ANYWHERE}"


def index_value(passage_marks: str, found: Sequence[Token]) -> str:
    """What stands in the `words` column. `found` is at most 255 times the same word (PostgreSQL keeps no more places).

    There, two single characters in a row are one more word: each alone stands in nearly every text.
    """
    if connection.vendor != "postgresql":
        return " ".join(token.word for token in found)
    places: dict[str, list[int]] = {}
    for number, token in enumerate(found, start=1):
        places.setdefault(token.word, []).append(number)
    for number, (token, after) in enumerate(itertools.pairwise(found), start=1):
        if token.single and after.single:
            places.setdefault(token.word + after.word, []).append(number)
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
            return _newest_or_best(cursor, _tsquery(runs), _tsscope(wanted), place, limit)
        order = "f.rowid DESC" if place == _SPOKEN else "f.rank, f.rowid"
        cursor.execute(_SQLITE.format(order=order), [_fts5(runs, wanted), limit])
        return list(cursor.fetchall())


def _newest_or_best(cursor: Any, query: str, scope: str, place: str, limit: int) -> list[tuple[int, Any]]:
    """Among the newest passages first; in all of them when these hold too few."""
    most = limit if place == _SPOKEN else _MOST_RANKED
    order, ranked = ("id DESC", []) if place == _SPOKEN else ("ts_rank(words, %s::tsquery) DESC, id", [query])
    cursor.execute(_BOUND, [place, _NEWEST])
    bounds = [row[0] for row in cursor.fetchall()] + [0]
    for bound in bounds:
        arguments = [f"{scope} & {query}", place, bound, most, *ranked, limit]
        cursor.execute(f"{_FOUND} ORDER BY {order} LIMIT %s", arguments)
        found: list[tuple[int, Any]] = list(cursor.fetchall())
        if len(found) >= min(most, limit):
            break
    return found


def _fts5(runs: Sequence[Run], wanted: list[str]) -> str:
    phrases = [f'"{" ".join(run.words)}"{" *" if run.prefix else ""}' for run in runs]
    scope = " OR ".join(f'"{mark}"' for mark in wanted)
    return f"{{marks}} : ({scope}) AND {{words}} : ({' AND '.join(phrases)})"


def _tsquery(runs: Sequence[Run]) -> str:
    return " & ".join(f"'{run.words[0]}':*" if run.prefix else _phrase(run.words) for run in runs)


def _phrase(words: Sequence[str]) -> str:
    """Two characters are one lexeme, so that few rows must be read for where they stand."""
    pairs = [first + second for first, second in itertools.pairwise(words)] or words
    return "(" + " <-> ".join(f"'{one}'" for one in pairs) + ")"


def _tsscope(wanted: Sequence[str]) -> str:
    return "(" + " | ".join(f"'{mark}'" for mark in wanted) + ")"
