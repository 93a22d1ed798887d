"""The review step of Wagtail's workflow."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from .pages import ContentPage


class ReviewTask(AbstractGroupApprovalTask):
    """审稿: reviewers of the library approve, but nobody approves what they wrote or handed in."""

    class Meta:
        verbose_name = _("review by a second officer")
        verbose_name_plural = _("reviews by a second officer")

    def get_actions(self, obj: ContentPage, user: Any) -> list[tuple[str, Any, bool]]:
        if not (user.is_superuser or self._user_in_groups(user)):
            return []
        if self.is_own(obj, user):
            return []
        return [
            ("reject", _("Ask for changes"), True),
            ("approve", _("Approve and publish"), False),
            ("approve", _("Approve with a comment"), True),
        ]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        page = task_state.workflow_state.content_object
        if action_name == "approve" and self.is_own(page, user, task_state):
            from content.errors import OwnWork

            raise OwnWork
        super().on_action(task_state, user, action_name, **kwargs)

    @staticmethod
    def is_own(page: Any, user: Any, task_state: TaskState | None = None) -> bool:
        state = task_state.workflow_state if task_state else page.current_workflow_state
        latest = page.latest_revision
        return bool((state and state.requested_by_id == user.pk) or (latest and latest.user_id == user.pk))

    @classmethod
    def get_description(cls) -> Any:
        return _("Reviewers of the library approve; never the person who wrote or handed in the page.")
