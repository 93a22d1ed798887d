"""What a publication would change on the tablets, before it does: bytes to fetch, lessons, and the learners in the middle of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from content.models import Publication
from content.states import UNDERWAY
from lms.learning import api as learning
from lms.packages import api as packages
from lms.packages import shapes

from .courses import course_page
from .manifests import lesson_refs


@dataclass(frozen=True)
class Change:
    """Lessons by their titles, in the language of who looks."""

    fetch_bytes: int  # for one tablet that holds what is live now
    added: list[str]
    changed: list[str]
    removed: list[str]
    learners: int  # have begun a lesson that changes or goes, and not completed it


def change_of(publication: Publication) -> Change | None:
    """None where there is nothing to come: not built yet, or decided."""
    if publication.state not in UNDERWAY or not publication.manifest:
        return None
    if publication.kind == Publication.Kind.LESSON:
        change = packages.preview_lesson(publication.package)
        titles = {publication.iri: shapes.LessonManifest.model_validate_json(publication.manifest).titles}
    else:
        change, titles = _course(publication)
    begun = learning.in_the_middle_of([*change.changed, *change.removed], prison=publication.prison_id)

    def named(lessons: list[str]) -> list[str]:
        return [_in_my_language(titles.get(iri, {})) for iri in lessons]

    return Change(
        fetch_bytes=change.fetch_bytes,
        added=named(change.added),
        changed=named(change.changed),
        removed=named(change.removed),
        learners=len(set().union(*begun.values())),
    )


def _in_my_language(titles: shapes.Texts) -> str:
    wanted = [get_language() or "", settings.LANGUAGE_CODE, *titles]
    return next((titles[language] for language in wanted if language in titles), "–")


def _course(publication: Publication) -> tuple[packages.CourseChange, dict[str, shapes.Texts]]:
    """The card with the lessons that are live at this moment, as `renew_course` would hand it over."""
    card = shapes.CourseManifest.model_validate_json(publication.manifest)
    page = course_page(publication.iri)
    known = {unit.key for unit in card.units}
    refs = [ref for ref in (lesson_refs(page) if page else []) if ref.unit in known]
    titles = {ref.lesson: ref.titles for ref in refs}
    try:
        before = packages.course(publication.iri, publication.prison_id).lessons
    except packages.CourseUnknown:
        before = []
    manifest = card.model_copy(update={"lessons": refs})
    return packages.preview_course(manifest, prison=publication.prison), {
        ref.lesson: ref.titles for ref in before
    } | titles
