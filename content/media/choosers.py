"""Choosing a video or a sound recording: in forms, and in the blocks of a lesson."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet

from lms.lib.uuid_choosers import UuidChooserBlock
from lms.people import access

from .permissions import VIEWERS, visible_q

_UUID = re.compile(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")


class _Scoped:
    """Only what the officer may see can be chosen."""

    def get_object_list(self) -> QuerySet:
        return self.model_class.objects.filter(visible_q(self.request.user))  # type: ignore[attr-defined]

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("state_label", label=_("State"), accessor="state_label")]  # type: ignore[misc]


class ChooseView(_Scoped, views.ChooseView):
    pass


class ChooseResultsView(_Scoped, views.ChooseResultsView):
    pass


class ChosenView(views.ChosenView):
    def get_object(self, pk: Any) -> Any:
        return _readable(self.model_class, self.request.user, [pk]).get()


class ChosenMultipleView(views.ChosenMultipleView):
    def get_objects(self, pks: Any) -> QuerySet:
        return _readable(self.model_class, self.request.user, pks)


def _readable(model: Any, officer: Any, keys: Any) -> QuerySet:
    """Those of the keys that are keys, and that the officer may see."""
    return model.objects.filter(visible_q(officer), pk__in=[key for key in keys if _UUID.fullmatch(str(key))])


class MediaChooserViewSet(ChooserViewSet):
    base_block_class = UuidChooserBlock
    search_tab_label = _("Search")  # Wagtail's own is translated once, at start
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView

    def get_urlpatterns(self) -> list:
        return access.guard([pattern for pattern in super().get_urlpatterns() if pattern.name != "create"], *VIEWERS)


video_chooser = MediaChooserViewSet(
    "video_chooser",
    model="content.Video",
    icon="media",
    choose_one_text=_("Choose a video"),
    choose_another_text=_("Choose another video"),
    edit_item_text=_("Open this video"),
)
audio_chooser = MediaChooserViewSet(
    "audio_chooser",
    model="content.Audio",
    icon="media",
    choose_one_text=_("Choose a sound recording"),
    choose_another_text=_("Choose another recording"),
    edit_item_text=_("Open this recording"),
)

VideoChooserBlock = video_chooser.get_block_class(name="VideoChooserBlock", module_path="content.media.choosers")
AudioChooserBlock = audio_chooser.get_block_class(name="AudioChooserBlock", module_path="content.media.choosers")
