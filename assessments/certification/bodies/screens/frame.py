"""What these pages share: uploads, prisons to choose from, the way back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.bank.exchange.opening import Unreadable
from lms.lib.errors import Invalid
from lms.people.models import Officer, Prison
from lms.people.pages import page_frame
from lms.people.permissions import holds_server_wide

from ...models import AwardingBody
from ..permissions import SENDERS, prisons_of
from ..spreadsheets import MAX_BYTES, too_big

ICON = "mail"


def frame(title: Any, body: AwardingBody | None = None) -> dict[str, Any]:
    made = page_frame(title, ICON, (_("Awarding bodies outside"), "body_exchange"))
    if body is not None:
        above = {"url": reverse("body_exchange_of", args=[body.pk]), "label": str(body)}
        made["breadcrumbs_items"].insert(-1, above)
        made["body"] = body
    return made


def uploaded(request: HttpRequest) -> tuple[bytes, str]:
    """Content and name of the file. Raises Invalid, Unreadable."""
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(_("Choose a file first."))
    if (file.size or 0) > MAX_BYTES:
        raise Unreadable(too_big())
    return file.read(), file.name or ""


def prison_choices(officer: Officer) -> list[tuple[str, str]]:
    """Prisons for which the officer exchanges; "" for all together, where the officer evaluates in all."""
    found = [(str(one.pk), str(one)) for one in prisons_of(officer)]
    return [("", _("all prisons together")), *found] if holds_server_wide(officer, *SENDERS) else found


def chosen_prison(officer: Officer, text: str) -> Prison | None:
    """None: all together. Raises Invalid."""
    if not text and holds_server_wide(officer, *SENDERS):
        return None
    prisons = list(prisons_of(officer))
    if not text and len(prisons) == 1:
        return prisons[0]
    for one in prisons:
        if str(one.pk) == text:
            return one
    raise Invalid(_("Choose one of your prisons."))


def uuids(texts: list[str]) -> list[UUID]:
    """Those of them that are keys. Raises Invalid."""
    try:
        return [UUID(text) for text in texts]
    except ValueError as error:
        raise Invalid from error
