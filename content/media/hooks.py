"""What media adds to Wagtail's admin. Imported by content/wagtail_hooks.py."""

from __future__ import annotations

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from lms.people.menu import RoleMenuItem

from .choosers import audio_chooser, video_chooser
from .models import Audio, Video
from .permissions import VIEWERS, MediaPolicy
from .viewsets import sounds, videos

for _model in (Video, Audio):
    register_permission_policy(_model, MediaPolicy(_model))


@hooks.register("register_admin_viewset")
def register_media() -> list:
    return [videos, sounds, video_chooser, audio_chooser]


@hooks.register("register_admin_menu_item")
def videos_item() -> RoleMenuItem:
    return RoleMenuItem(
        _("Videos"), reverse_lazy("videos:index"), roles=VIEWERS, icon_name="media", order=320, name="videos"
    )


@hooks.register("register_admin_menu_item")
def sounds_item() -> RoleMenuItem:
    return RoleMenuItem(
        _("Sound recordings"), reverse_lazy("sounds:index"), roles=VIEWERS, icon_name="media", order=321, name="sounds"
    )
