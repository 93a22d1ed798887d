"""The versions of a question: who wrote them and when, what changed, taking one back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from lms.lib.errors import NotFoundHere, Refused
from lms.people.screens.page import officer_of

from ..changes import changes
from ..models import Item
from ..permissions import can_change_item
from ..versions import Version, restore_version, versions_of
from .frame import ItemScreen, item_of


class VersionsView(ItemScreen):
    """`?old=1&new=3` compares these two; else the newest with the one before."""

    template_name = "assessments/bank/versions.html"
    page_title = gettext_lazy("Versions")
    header_icon = "history"

    @cached_property
    def versions(self) -> list[Version]:
        return versions_of(self.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = self.versions[0].number if self.versions else 0
        new = self._asked("new") or self._numbered(newest)
        old = self._asked("old") or (self._numbered(new.number - 1) if new else None)
        rows = changes(_item(old), _item(new)) if old and new else []
        return super().get_context_data(
            versions=self.versions,
            newest=newest,
            old=old,
            new=new,
            rows=rows,
            same=not any(row.changed for row in rows),
            may_change=can_change_item(self.request.user, self.item),
            **kwargs,
        )

    def _asked(self, name: str) -> Version | None:
        text = self.request.GET.get(name, "")
        return self._numbered(int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else None

    def _numbered(self, number: int) -> Version | None:
        return next((one for one in self.versions if one.number == number), None)


def _item(version: Version) -> Item:
    found: Item = version.revision.as_object()
    return found


def shown(request: HttpRequest, pk: UUID, number: int | None = None) -> HttpResponse:
    """The question, or one of its versions, as a learner sees it."""
    item = item_of(pk)
    if number is not None:
        version = next((one for one in versions_of(item) if one.number == number), None)
        if version is None:
            raise NotFoundHere
        item = _item(version)
    answer: HttpResponse = item.make_preview_request(request, item.default_preview_mode)
    return answer


def restore(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    try:
        item = restore_version(pk, number, by=officer_of(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            _("Version %(old)s is back, as version %(new)s.") % {"old": number, "new": item.version},
        )
    return redirect("item_bank:versions", pk)
