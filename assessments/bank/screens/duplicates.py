"""The report of questions that are nearly equal: start a search, watch it, look at the pairs."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from lms.lib.leases import JobState
from lms.people.screens.page import officer_of

from ..duplicates import request_search
from ..models import DuplicateSearch
from ..permissions import reach_of, within
from .frame import Screen

PAGE = 25
_BUSY = (JobState.DUE, JobState.RUNNING)


def newest() -> DuplicateSearch | None:
    return DuplicateSearch.objects.select_related("asked_by").first()


class DuplicatesView(Screen):
    template_name = "assessments/bank/duplicates.html"
    page_title = gettext_lazy("Nearly equal questions")
    header_icon = "copy"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search = newest()
        busy = search is not None and search.job_state in _BUSY
        pairs = None
        if search and search.job_state == JobState.DONE:
            found = search.pairs.select_related(
                "first__prison", "second__prison", "first__occupation", "second__occupation"
            )
            found = found.defer("first__interaction", "second__interaction")
            pairs = Paginator(found, PAGE).get_page(self.request.GET.get("p"))
            reach = reach_of(self.request.user)
            for pair in pairs:
                for item in (pair.first, pair.second):
                    item.mine = within(reach, item)
        return super().get_context_data(search=search, busy=busy, pairs=pairs, **kwargs)


def state(request: HttpRequest) -> HttpResponse:
    """How far the search is, for the page that renews itself."""
    search = newest()
    return render(
        request,
        "assessments/bank/duplicates_state.html",
        {"search": search, "busy": search is not None and search.job_state in _BUSY},
    )


def start(request: HttpRequest) -> HttpResponse:
    from assessments.tasks import search_duplicates

    search = request_search(by=officer_of(request))
    search_duplicates.enqueue(str(search.pk))
    return redirect("item_duplicates")
