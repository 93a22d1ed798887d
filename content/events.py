"""The sentences of the audit log for pages, media and publications, and what lessons and courses are called there."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from lms.people.events.words import Finder, Named, register_events, register_finder, register_pages

from .media.models import Audio, Video
from .models import CoursePage, LessonPage, Publication
from .permissions import STAFF

PAGES = {
    "content.page.created": _("%(who)s began the page %(what)s"),
    "content.page.edited": _("%(who)s changed the draft of %(what)s"),
    "content.page.deleted": _("%(who)s deleted the page %(what)s"),
    "content.page.moved": _("%(who)s moved the page %(what)s"),
    "content.page.handed_in": _("%(who)s handed in %(what)s for review"),
    "content.page.approved": _("%(who)s approved %(what)s"),
    "content.page.sent_back": _("%(who)s sent back %(what)s with remarks"),
    "content.page.withdrawn": _("%(who)s took %(what)s off the tablets"),
    "content.page.language_added": _("%(who)s began a version in another language: %(what)s"),
    "content.lesson.imported": _("%(who)s made a lesson from a file: %(what)s"),
}
MEDIA = {
    "content.video.uploaded": _("%(who)s uploaded the video %(what)s"),
    "content.video.renamed": _("%(who)s renamed the video %(what)s"),
    "content.video.deleted": _("%(who)s deleted the video %(what)s"),
    "content.video.interruptions": _("%(who)s had the interruptions of the video %(what)s noted as chapters"),
    "content.video.tried_again": _("%(who)s had the video %(what)s prepared again"),
    "content.audio.uploaded": _("%(who)s uploaded the recording %(what)s"),
    "content.audio.renamed": _("%(who)s renamed the recording %(what)s"),
    "content.audio.deleted": _("%(who)s deleted the recording %(what)s"),
    "content.audio.tried_again": _("%(who)s had the recording %(what)s prepared again"),
    "content.captions.set": _("%(who)s put captions to the video %(what)s"),
    "content.captions.removed": _("%(who)s removed captions of the video %(what)s"),
    "content.document.cleaned": _("%(who)s had hidden data taken out of the file %(what)s"),
}
PUBLICATIONS = {
    "content.publication.requested": _("%(who)s pressed publish for %(what)s"),
    "content.publication.built": _("%(who)s built the package of %(what)s"),
    "content.publication.scanned": _("%(who)s checked %(what)s; it waits for clearance"),
    "content.publication.clearance_carried": _("%(who)s found every file of %(what)s cleared before"),
    "content.publication.cleared": _("%(who)s cleared %(what)s"),
    "content.publication.refused": _("%(who)s refused to clear %(what)s"),
    "content.publication.live": _("%(who)s published %(what)s"),
    "content.publication.replaced": _("A newer version took the place of %(what)s (by %(who)s)"),
    "content.publication.superseded": _("A newer version overtook %(what)s (by %(who)s)"),
    "content.publication.withdrawn": _("%(who)s took back %(what)s"),
    "content.publication.restored": _("%(who)s brought back %(what)s"),
    "content.publication.failed": _("%(what)s could not be built (by %(who)s)"),
    "content.publication.retried": _("%(who)s tried again to build %(what)s"),
}
ITEMS = {
    "assessments.item.created": _("%(who)s wrote the question %(what)s"),
    "assessments.item.revised": _("%(who)s revised the question %(what)s"),
    "assessments.picture.added": _("%(who)s added the picture %(what)s"),
}
_PAGE_KINDS = ["page", "lessonpage", "coursepage", "unitpage", "librarypage", "themepage", "monthlytopicpage"]


def register() -> None:
    register_events("content", _("Lessons and publishing"), PAGES | MEDIA | PUBLICATIONS)
    register_events("assessments", _("Questions and examinations"), ITEMS)
    register_finder(_PAGE_KINDS, _pages)
    register_finder(["urn:newleaf:lesson"], _titles(LessonPage))
    register_finder(["urn:newleaf:course"], _titles(CoursePage))
    register_pages(Publication, lambda key: reverse("content_publication", args=[key]))
    register_pages(Video, lambda key: reverse("videos:edit", args=[key]))
    register_pages(Audio, lambda key: reverse("sounds:edit", args=[key]))


def _pages(keys: set[str]) -> dict[str, Named]:
    there = Page.objects.filter(pk__in=[key for key in keys if key.isdigit()]).values_list("pk", flat=True)
    return {str(key): _named(key, "") for key in there}


def _named(page_id: int, title: str) -> Named:
    return Named(title, reverse("wagtailadmin_pages:edit", args=[page_id]), frozenset(STAFF))


def _titles(model: type[LessonPage] | type[CoursePage]) -> Finder:
    """The title in the reader's language, else in any."""

    def find(keys: set[str]) -> dict[str, Named]:
        language = get_language() or "zh-hans"
        rows = model.objects.filter(translation_key__in=_uuids(keys), alias_of=None)
        found: dict[str, Named] = {}
        for key, page_id, title, code in rows.values_list("translation_key", "pk", "title", "locale__language_code"):
            if str(key) not in found or code == language:
                found[str(key)] = _named(page_id, f"“{title}”")
        return found

    return find


def _uuids(keys: set[str]) -> list[UUID]:
    found = []
    for key in keys:
        try:
            found.append(UUID(key))
        except ValueError:
            continue
    return found
