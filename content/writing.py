"""Making and changing drafts: for the start page, imports and samples. Nothing here publishes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Page

from lms.audit import api as audit
from lms.lib.errors import Invalid
from lms.lib.ids import new_id

from .libraries import library_for, locale_of
from .models import CoursePage, LessonPage, LibraryPage, MonthlyTopicPage, ThemePage, UnitPage
from .models.libraries import library_of
from .models.pages import ContentPage

Blocks = Sequence[tuple[str, Any]]


def new_theme(library: LibraryPage, title: str, year: int, *, by: Any, summary: str = "") -> ThemePage:
    return _add(library, ThemePage(title=title, year=year, summary=summary), by)


def new_topic(theme: ThemePage, month: int, title: str, *, by: Any, summary: str = "") -> MonthlyTopicPage:
    return _add(theme, MonthlyTopicPage(title=title, month=month, summary=summary), by)


def new_course(library: LibraryPage, title: str, *, kind: str, summary: str, by: Any, **fields: Any) -> CoursePage:
    """A draft course with its first unit, so that one clearance covers both. `fields`: picture, topic, open_enrolment."""
    course = _add(library, CoursePage(title=title, kind=kind, summary=summary, **fields), by)
    give_first_unit(course, by=by)
    return course


def give_first_unit(course: CoursePage, *, by: Any) -> None:
    """A course always has a unit to write lessons in."""
    if course.numchild == 0:
        with translation.override(course.language):
            new_unit(course, _("Unit 1"), by=by)
        course.refresh_from_db()


def new_unit(course: CoursePage, title: str, *, by: Any) -> UnitPage:
    return _add(course, UnitPage(title=title), by)


def new_lesson(
    parent: CoursePage | UnitPage,
    title: str,
    blocks: Blocks = (),
    language: str = "",
    *,
    by: Any,
    plain_blocks: Blocks = (),
    **fields: Any,
) -> LessonPage:
    """A draft lesson in a unit (a course: in its last unit). `fields`: objectives (lines), minutes, completion_rule, completion_percent.

    `blocks`: (type, value) as in content/blocks; choosers take the row, rich text takes HTML. Raises Invalid, PermissionDenied.
    """
    unit = unit_of(parent, by=by)
    if language and language != unit.language:
        unit = add_language(unit, language, by=by)
    objectives = fields.pop("objectives", "")
    if not isinstance(objectives, str):
        objectives = "\n".join(objectives)
    return _add(
        unit,
        LessonPage(title=title, objectives=objectives, body=list(blocks), plain_body=list(plain_blocks), **fields),
        by,
    )


def unit_of(parent: CoursePage | UnitPage, *, by: Any) -> UnitPage:
    """The unit itself, or the last unit of the course; a course without one gets its first."""
    if isinstance(parent, UnitPage):
        return parent
    give_first_unit(parent, by=by)
    return UnitPage.objects.child_of(parent).last()


@transaction.atomic
def edit_page(page: ContentPage, *, by: Any, **fields: Any) -> ContentPage:
    """Save a new draft with these fields changed; what is live stays as it is. Raises PermissionDenied, Invalid."""
    draft = page.get_latest_revision_as_object()
    if not draft.permissions_for_user(by).can_edit():
        raise PermissionDenied(_("Your account may not do this here."))
    for name, value in fields.items():
        setattr(draft, name, value)
    _check(draft)
    draft.save_revision(user=by)
    audit.log(by=by, verb="content.page.edited", target=draft, prison=_prison_of(draft))
    return draft


@transaction.atomic
def add_language(page: ContentPage, language: str, *, by: Any) -> ContentPage:
    """A draft copy of the page in another language, to be translated there; its parents get one too. The existing one, if there is one."""
    locale = locale_of(language)
    found = page.get_translation_or_none(locale)
    if found is not None:
        return found.specific
    if not page.permissions_for_user(by).can_edit():
        raise PermissionDenied(_("Your account may not do this here."))
    parent = page.get_parent().specific
    if isinstance(parent, LibraryPage):
        library_for(parent.prison, language)
        by.__dict__.pop(
            "_page_permission_cache", None
        )  # Wagtail remembers them on the officer: a new library has new ones
    else:
        add_language(parent, language, by=by)
    copy = page.specific.copy_for_translation(locale)
    copy.owner = by
    copy.save()
    copy.save_revision(user=by)
    audit.log(
        by=by, verb="content.page.language_added", target=copy, detail={"language": language}, prison=_prison_of(copy)
    )
    return copy


@transaction.atomic
def _add(parent: Page, page: Any, by: Any) -> Any:
    if not parent.permissions_for_user(by).can_add_subpage():
        raise PermissionDenied(_("Your account may not do this here."))
    page.live, page.has_unpublished_changes = False, True
    page.owner, page.locale = by, parent.locale
    page.slug = find_available_slug(parent, slugify(page.title, allow_unicode=True)[:200] or new_id().hex[:12])
    _check(page, parent)
    parent.add_child(instance=page)
    page.save_revision(user=by)
    audit.log(by=by, verb="content.page.created", target=page, prison=_prison_of(page))
    return page


def _check(page: Any, parent: Page | None = None) -> None:
    try:
        page.clean_fields(exclude=["path", "depth", "url_path", "content_type", "translation_key"])
        page.clean()
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error


def _prison_of(page: Page) -> Any:
    library = library_of(page)
    return library.prison if library else None


def language_versions(page: ContentPage) -> Iterable[ContentPage]:
    """All real language versions, the default language first, placeholders (aliases) left out."""
    versions = [version.specific for version in page.get_translations(inclusive=True) if version.alias_of_id is None]
    return sorted(versions, key=lambda version: (version.language != "zh-hans", version.language))
