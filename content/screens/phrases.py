"""The phrases of the learner app: a list to translate, with recordings."""

from __future__ import annotations

from django import forms
from django.conf import settings
from wagtail.admin.viewsets.model import ModelViewSet

from content.models import Phrase
from lms.people import access
from lms.people.roles import Role


class PhraseViewSet(ModelViewSet):
    model = Phrase
    icon = "openquote"
    url_prefix = "phrases"
    add_to_settings_menu = False
    list_display = ["key", "language", "text", "audio"]
    list_filter = ["language"]
    search_fields = ["key", "text"]
    search_backend_name = None
    form_fields = ["key", "language", "text", "audio"]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        form = super().get_form_class(for_update)
        form.base_fields["language"] = forms.ChoiceField(
            choices=settings.LANGUAGES, label=Phrase._meta.get_field("language").verbose_name
        )
        return form

    def get_urlpatterns(self) -> list:
        return access.guard(super().get_urlpatterns(), Role.EDUCATION_OFFICE, Role.ADMINISTRATOR)


phrases = PhraseViewSet("phrases")
