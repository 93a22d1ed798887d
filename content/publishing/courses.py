"""The course manifest that is live: the cleared card with the lessons that are live at this moment."""

from __future__ import annotations

from typing import Any

from content.models import CoursePage, Publication
from content.states import PublicationState
from lms.packages import api as packages
from lms.packages import shapes

from .manifests import lesson_refs


def renew_course(course_iri: str, *, by: Any) -> bool:
    """Hand the course with its live lessons to the catalogues. False when some of it has to wait: the course or a unit is not cleared yet."""
    live = Publication.objects.filter(iri=course_iri, state=PublicationState.LIVE).first()
    page = course_page(course_iri)
    if live is None or page is None:
        return False
    card = shapes.CourseManifest.model_validate_json(live.manifest)
    known, refs = {unit.key for unit in card.units}, lesson_refs(page)
    lessons = [ref for ref in refs if ref.unit in known]
    packages.set_course(card.model_copy(update={"lessons": lessons}), prison=live.prison, by=by)
    return len(lessons) == len(refs)


def course_page(course_iri: str) -> CoursePage | None:
    """The leading language version: the default language when there is one."""
    pages = CoursePage.objects.filter(translation_key=course_iri.rsplit(":", 1)[1], alias_of=None).select_related(
        "locale"
    )
    return min(pages, key=lambda page: (page.language != "zh-hans", page.language), default=None)
