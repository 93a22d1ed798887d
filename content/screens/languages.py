"""Adding a language version of a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormMixin
from wagtail.models import Page

from content import api
from content.models.pages import ContentPage
from content.permissions import libraries_for
from lms.lib.errors import NotFoundHere

from .base import DESK_TRAIL, Screen


def page_for(officer: Any, page_id: int) -> ContentPage:
    """A page of the officer's libraries. Raises NotFoundHere."""
    page = Page.objects.filter(pk=page_id).first()
    if page is None or not any(page.is_descendant_of(library) for library in libraries_for(officer)):
        raise NotFoundHere
    return page.specific


def missing_languages(page: ContentPage) -> list[tuple[str, str]]:
    """Languages that the page does not exist in yet (a placeholder counts as missing)."""
    have = {version.language for version in api.language_versions(page)}
    return [(code, str(name)) for code, name in settings.LANGUAGES if code not in have]


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language"))


class AddLanguageView(FormMixin, Screen):
    template_name = "content/add_language.html"
    page_title = _("Add a language version")
    header_icon = "globe"
    form_class = LanguageForm
    trail = DESK_TRAIL

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.page = page_for(request.user, kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_page_subtitle(self) -> str:
        return str(self.page.title)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["language"].choices = missing_languages(self.page)
        return form

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        copy = api.add_language(self.page, form.cleaned_data["language"], by=request.user)
        return redirect("wagtailadmin_pages:edit", copy.pk)
