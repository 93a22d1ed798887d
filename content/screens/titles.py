"""What a publication is called on a screen: it holds every language version, so it is shown in the officer's language."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Page

from content.models import Publication


def with_titles(publications: Iterable[Publication]) -> list[Publication]:
    """The publications with `shown_title`: the officer's language, else the leading one, else as it was published."""
    found = list(publications)
    keys = {key_of(publication.iri) for publication in found}
    versions = Page.objects.filter(translation_key__in=keys, alias_of=None).values_list(
        "translation_key", "locale__language_code", "title"
    )
    titles = {(key, language): title for key, language, title in versions}
    for publication in found:
        key = key_of(publication.iri)
        own = titles.get((key, get_language() or settings.LANGUAGE_CODE))
        publication.shown_title = own or titles.get((key, settings.LANGUAGE_CODE)) or publication.title
    return found


def key_of(iri: str) -> UUID:
    """The translation key that all language versions of a lesson or course share."""
    return UUID(iri.rsplit(":", 1)[1])
