"""Texts of the learner app that a prison sets: phrases in more languages, and whom to call in distress."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lms.audit import api as audit
from lms.people.models import Prison

from .models import TabletText
from .protocol import Texts

HELP = "help"


def phrases(prison_id: UUID) -> dict[str, Texts]:
    """Key → language → text; the prison's own text stands before the one for all."""
    found: dict[str, Texts] = {}
    rows = TabletText.objects.filter(Q(prison=None) | Q(prison=prison_id)).exclude(key=HELP).order_by("key", "language")
    for row in sorted(rows, key=lambda row: row.prison_id is not None):
        found.setdefault(row.key, {})[row.language] = row.text
    return dict(sorted(found.items()))


def help_texts(prison_id: UUID) -> Texts:
    """The prison's own text stands before the one for all."""
    rows = TabletText.objects.filter(Q(prison=None) | Q(prison=prison_id), key=HELP)
    rows_in_order = sorted(rows, key=lambda row: row.prison_id is not None)
    return {row.language: row.text for row in rows_in_order}


@transaction.atomic
def set_phrases(texts: Mapping[str, Texts], *, prison: Prison | None = None, by: object) -> None:
    """Replace all phrases of one prison, or those for all."""
    TabletText.objects.filter(prison=prison).exclude(key=HELP).delete()
    rows = [
        TabletText(prison=prison, key=key[:100], language=language[:10], text=text[:1000])
        for key, languages in texts.items()
        for language, text in languages.items()
    ]
    TabletText.objects.bulk_create(rows)
    audit.log(by=by, verb="sync.phrases.set", target="tablet phrases", detail={"count": len(rows)}, prison=prison)


@transaction.atomic
def set_help_texts(texts: Texts, *, prison: Prison | None = None, by: object) -> None:
    """Replace whom to call in distress, for one prison or for all."""
    TabletText.objects.filter(prison=prison, key=HELP).delete()
    TabletText.objects.bulk_create(
        [
            TabletText(prison=prison, key=HELP, language=language[:10], text=text[:1000])
            for language, text in texts.items()
        ]
    )
    audit.log(by=by, verb="sync.help.set", target="tablet help", detail=dict(texts), prison=prison)
