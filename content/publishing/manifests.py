"""Manifests: a lesson with all its language versions, and a course with its live lessons."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from content.errors import NotReady
from content.models import CoursePage, LessonPage, MonthlyTopicPage, Publication, UnitPage
from content.writing import language_versions
from lms.packages import api as packages
from lms.packages import shapes

from .documents import build_document, store_document
from .files import Files
from .pictures import published_picture

Progress = Callable[[int], None]  # per cent


def lesson_manifest(publication: Publication, progress: Progress) -> shapes.LessonManifest:
    """Builds and stores every file of the lesson. Raises NotReady, NotYet."""
    versions = _lesson_versions(publication)
    files, titles, languages, plain = Files(), {}, [], []
    streams = [(page, is_plain) for page in versions for is_plain in (False, True) if not is_plain or page.plain_body]
    for number, (page, is_plain) in enumerate(streams):
        with translation.override(page.language):

            def tick(done: int, of: int, number: int = number) -> None:
                progress(int(90 * (number + done / of) / len(streams)))

            store_document(build_document(page, files, plain=is_plain, tick=tick), files)
        if is_plain:
            plain.append(page.language)
        else:
            languages.append(page.language)
            titles[page.language] = page.title
    leading = versions[0]
    return shapes.LessonManifest(
        lesson=publication.iri,
        course=publication.course_iri,
        titles=titles,
        minutes=leading.minutes,
        completion=completion_of(leading),
        languages=languages,
        plain_languages=plain,
        entries=files.entries(),
    )


def _lesson_versions(publication: Publication) -> list[LessonPage]:
    """The published revision of the page, and what is live of its other language versions."""
    if publication.page is None or publication.revision is None:
        raise NotReady(_("The lesson was deleted before it could be built."))
    page = publication.page.specific
    chosen = (
        publication.revision.as_object()
        if page.live or publication.go_live_at or publication.revision.approved_go_live_at
        else None
    )
    versions = []
    for version in language_versions(page):
        if version.pk == page.pk and chosen is not None:
            versions.append(chosen)
        elif version.live and version.live_revision:
            versions.append(version.live_revision.as_object())
    if not versions:
        raise NotReady(_("No language version of this lesson is published."))
    for version in versions:
        if not version.body:
            raise NotReady(_("“%(title)s” is still empty.") % {"title": version.title})
    return versions


def completion_of(page: LessonPage) -> shapes.Completion:
    fraction = 1.0 if page.completion_rule == "opened" else page.completion_percent / 100
    return shapes.Completion(rule=page.completion_rule, fraction=fraction)


def course_card(page: CoursePage, revision: object = None) -> tuple[shapes.CourseManifest, Files]:
    """What a course says of itself, without its lessons: this is what clearance looks at. Raises NotReady."""
    versions: list[CoursePage] = []
    for version in language_versions(page):
        if revision is not None and version.pk == page.pk:
            versions.append(revision.as_object())  # type: ignore[attr-defined]
        elif version.live and version.live_revision:
            versions.append(version.live_revision.as_object())
    if not versions:
        raise NotReady(_("This course is not published."))
    leading, files = versions[0], Files()
    picture = None
    if leading.picture:
        made = published_picture(leading.picture)
        path = files.keep(made.ref, "media")
        picture = files.by_path()[path]
    return shapes.CourseManifest(
        course=page.iri,
        course_kind=leading.kind,
        titles={version.language: version.title for version in versions},
        summaries={version.language: version.summary for version in versions},
        picture=picture,
        requires=[link.required.iri for link in leading.prerequisite_links.all()],
        units=[shapes.UnitRef(key=str(unit.translation_key), titles=_titles(unit)) for unit in units_of(leading)],
        lessons=[],
        topic=_topic(leading.topic),
        open_enrolment=leading.open_enrolment,
    ), files


def units_of(course: CoursePage) -> list[UnitPage]:
    return list(UnitPage.objects.child_of(course))


def _titles(page: UnitPage | MonthlyTopicPage) -> shapes.Texts:
    return {version.language: version.draft_title or version.title for version in language_versions(page)}


def _topic(topic: MonthlyTopicPage | None) -> shapes.Topic | None:
    if topic is None:
        return None
    theme = topic.theme
    theme_titles = {version.language: version.draft_title or version.title for version in language_versions(theme)}
    return shapes.Topic(theme_titles=theme_titles, titles=_titles(topic), year=theme.year, month=topic.month)


def lesson_refs(course: CoursePage) -> list[shapes.LessonRef]:
    """The live lessons of a course in their order, over all units."""
    refs = []
    for unit in units_of(course):
        for lesson in LessonPage.objects.child_of(unit):
            live = Publication.objects.filter(iri=lesson.iri, state="live").exclude(package="").first()
            if live is None:
                continue
            manifest = shapes.LessonManifest.model_validate_json(live.manifest)
            refs.append(
                shapes.LessonRef(
                    lesson=lesson.iri,
                    package=live.package,
                    bytes=live.bytes,
                    titles=manifest.titles,
                    minutes=manifest.minutes,
                    unit=str(unit.translation_key),
                    completion=manifest.completion,
                    requires=[link.required.iri for link in lesson.prerequisite_links.select_related("required")],
                )
            )
    return refs


def check_picture_stored(card: shapes.CourseManifest) -> None:
    if card.picture and not packages.has_blob(card.picture.sha256):
        raise NotReady(_("The picture of the course is missing."))
