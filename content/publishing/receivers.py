"""Wagtail's signals: every path that publishes or unpublishes a page ends here, and nothing else reaches the tablets."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from content.models.libraries import library_of
from content.waking import wake
from content.writing import language_versions

from .requests import page_to_publish, request_publication
from .taking_back import hand_over, withdraw_unpublished


@receiver(page_published, dispatch_uid="content_page_published")
def on_published(sender: Any, instance: Any, revision: Any = None, alias: bool = False, **kwargs: Any) -> None:
    """Ask for a package. A page that is only scheduled, or a placeholder of another language, asks for nothing yet."""
    page = page_to_publish(instance.specific)
    if page is None or alias or page.alias_of_id:
        return
    if page.pk != instance.pk:
        revision = page.live_revision
    if revision is None or not page.live:
        return
    wake(request_publication(page, revision, by=_publisher(instance, revision)))


@receiver(page_unpublished, dispatch_uid="content_page_unpublished")
def on_unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    """The language version leaves the package; with the last one, the lesson or course leaves the tablets."""
    page = page_to_publish(instance.specific)
    if page is None or page.pk != instance.pk or page.alias_of_id:
        return
    others = [version for version in language_versions(page) if version.live and version.pk != page.pk]
    if others:
        wake(request_publication(others[0], others[0].live_revision))
    else:
        withdraw_unpublished(page)


@receiver(post_page_move, dispatch_uid="content_page_moved")
def on_moved(sender: Any, instance: Any, parent_page_before: Any, parent_page_after: Any, **kwargs: Any) -> None:
    """What one prison cleared, another one has not."""
    before, after = library_of(parent_page_before), library_of(parent_page_after)
    if (before.prison_id if before else None) != (after.prison_id if after else None):
        hand_over(Page.objects.get(pk=instance.pk))


def _publisher(page: Any, revision: Any) -> Any:
    """Who pressed the button, as Wagtail knows it: the reviewer of the finished workflow, else nobody (the clock)."""
    from wagtail.models import TaskState

    done = (
        TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED).order_by("-finished_at").first()
    )
    return done.finished_by if done else None
