"""The libraries: one per prison and one for all, each with its language versions, its collection and its review step."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Collection, Locale, Page, Site, Task, Workflow, WorkflowPage, WorkflowTask

from lms.people.models import Prison

from .library_access import grant_collection, grant_pages, reviewer_groups, share_collection
from .models import LibraryPage, ReviewTask

DEFAULT_LANGUAGE = settings.LANGUAGE_CODE
WAGTAILS_REVIEW = "Moderators approval"  # as its migrations name it, in English only


def locale_of(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def library_for(prison: Prison | None, language: str = DEFAULT_LANGUAGE) -> LibraryPage:
    """The prison's library in a language (None: the library for all prisons); made when it is not there yet."""
    found = LibraryPage.objects.filter(prison=prison, locale__language_code=language).first()
    if found is None:
        for each in [*dict(settings.INTERFACE_LANGUAGES), language]:
            _make(prison, each)
        found = LibraryPage.objects.get(prison=prison, locale__language_code=language)
    return found


@transaction.atomic
def _make(prison: Prison | None, language: str) -> bool:
    """False where it exists already. The scheduler and a first page may both come here: they take turns at the root's row."""
    root = _root()
    if LibraryPage.objects.filter(prison=prison, locale__language_code=language).exists():
        return False
    library = LibraryPage(title=_title(prison, language), prison=prison, locale=locale_of(language), live=True)
    twin = LibraryPage.objects.filter(prison=prison).first()
    if twin:
        library.translation_key = twin.translation_key
    library.slug = f"library-{prison.code if prison else 'all'}-{language}"
    root.add_child(instance=library)
    grant_pages(library)
    WorkflowPage.objects.update_or_create(page=library, defaults={"workflow": _workflow(library)})
    grant_collection(collection_for(prison), prison)
    if prison:
        share_collection(collection_for(None), prison)
    return True


def _root() -> Page:
    """Wagtail's root; its welcome page and site go, for nothing is served from here, and so does its review for all pages."""
    root = Page.objects.select_for_update().filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    if root.title == "Root":
        with translation.override(DEFAULT_LANGUAGE):
            title = _("All libraries")
        Page.objects.filter(pk=root.pk).update(title=title, draft_title=title)
        root.refresh_from_db()
    if Site.objects.exists():
        Site.objects.all().delete()
        WorkflowPage.objects.filter(page=root).delete()
        Workflow.objects.filter(name=WAGTAILS_REVIEW).delete()
        Task.objects.filter(name=WAGTAILS_REVIEW).delete()
        for page in Page.objects.filter(depth=2, slug="home", content_type__model="page"):
            page.delete()
        root.refresh_from_db()
    return root


def _title(prison: Prison | None, language: str) -> str:
    with translation.override(language):
        return _("Library of %(prison)s") % {"prison": prison.name} if prison else _("Library for all prisons")


def _workflow(library: LibraryPage) -> Workflow:
    """One review step per library: Wagtail lets the groups of a task into the editor of whatever is under review.

    It is found by the library's language versions, never by its name: two prisons may be called the same.
    """
    name = _review_name(library.prison)
    versions = LibraryPage.objects.filter(translation_key=library.translation_key)
    known = WorkflowPage.objects.filter(page__in=versions.values("page_ptr")).select_related("workflow").first()
    workflow = known.workflow if known else Workflow.objects.create(name=name)
    step = workflow.workflow_tasks.select_related("task").first()
    task = step.task.specific if step else ReviewTask.objects.create(name=name)
    if step is None:
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=0)
    task.groups.set(reviewer_groups(library.prison))
    return workflow


def _review_name(prison: Prison | None) -> str:
    """Officers read it on the button that hands a page in."""
    with translation.override(DEFAULT_LANGUAGE):
        return _("Review · %(prison)s") % {"prison": prison.name if prison else _("All prisons")}


def collection_for(prison: Prison | None) -> Collection:
    """Where the pictures and documents of a library lie; officers of other prisons do not see into it."""
    name = f"{prison.name} ({prison.code})" if prison else "*"
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def ensure_libraries() -> int:
    """Make what is missing: for every prison, in the languages of the screens. Safe to run often; returns how many were made."""
    have = set(LibraryPage.objects.values_list("prison_id", "locale__language_code"))
    made = 0
    for prison in [None, *Prison.objects.all()]:
        for language, _name in settings.INTERFACE_LANGUAGES:
            if (prison.pk if prison else None, language) not in have:
                made += _make(prison, language)
    return made
