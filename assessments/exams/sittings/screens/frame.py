"""What the pages of sittings share: whose they are, their heading, the way back, refusals as messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.lib.errors import NotFoundHere, Refused
from lms.people.models import Officer
from lms.people.pages import page_frame

from ...models import Sitting

ICON = "calendar-check"


def officer_of(request: HttpRequest) -> Officer:
    """The access rule of the view has made sure that there is one."""
    assert isinstance(request.user, Officer)
    return request.user


def frame(title: str, sitting: Sitting | None = None) -> dict[str, Any]:
    """Wagtail's frame. With a sitting: the title is that of a page below it."""
    made = page_frame(title, ICON, (_("Sittings"), "sittings"))
    if sitting is not None:
        above = {"url": reverse("sitting", args=[sitting.pk]), "label": sitting.title}
        made["breadcrumbs_items"].insert(-1, above)
        made["sitting"] = sitting
    return made


@contextmanager
def refusals_told(request: HttpRequest) -> Iterator[None]:
    """A refusal becomes a message above the next page; what is not there stays a 404."""
    try:
        yield
    except NotFoundHere:
        raise
    except (Refused, PermissionDenied) as error:
        messages.error(request, str(error))
