"""The phrases of the learner app: a list to translate, with recordings; every change goes to the tablets at their next contact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.db import models, transaction
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from content.models import Phrase
from lms.people import access
from lms.people.models import Officer
from lms.people.permissions import has_role
from lms.people.roles import Role
from lms.sync import api as sync

TRANSLATORS = (Role.EDUCATION_OFFICE, Role.ADMINISTRATOR)


class PhrasePolicy(BasePermissionPolicy):
    """The education office and the administrator translate; the phrases are the whole server's."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return has_role(user, *TRANSLATORS)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return has_role(user, *TRANSLATORS)

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet:
        return Officer.objects.filter(grants__role__in=TRANSLATORS, is_active=True).distinct()


register_permission_policy(Phrase, PhrasePolicy(Phrase))


def hand_over(by: Any) -> None:
    """All phrases as the tablets get them: key → language → text."""
    texts: dict[str, dict[str, str]] = {}
    for phrase in Phrase.objects.all():
        texts.setdefault(phrase.key, {})[phrase.language] = phrase.text
    sync.set_phrases(texts, by=by)


class _HandsOver:
    @transaction.atomic
    def save_instance(self) -> Any:
        saved = super().save_instance()  # type: ignore[misc]
        hand_over(self.request.user)  # type: ignore[attr-defined]
        return saved


class PhraseCreateView(_HandsOver, CreateView):
    pass


class PhraseEditView(_HandsOver, EditView):
    pass


class PhraseDeleteView(DeleteView):
    @transaction.atomic
    def delete_action(self) -> None:
        super().delete_action()
        hand_over(self.request.user)


class PhraseViewSet(ModelViewSet):
    model = Phrase
    icon = "openquote"
    url_prefix = "phrases"
    list_display = ["key", "language", "text", "audio"]
    list_filter = ["language"]
    search_fields = ["key", "text"]
    search_backend_name = None
    form_fields = ["key", "language", "text", "audio"]
    copy_view_enabled = False
    add_view_class = PhraseCreateView
    edit_view_class = PhraseEditView
    delete_view_class = PhraseDeleteView

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        form = super().get_form_class(for_update)
        label = Phrase._meta.get_field("language").verbose_name
        form.base_fields["language"] = forms.ChoiceField(choices=settings.LANGUAGES, label=label)
        return form

    def get_urlpatterns(self) -> list:
        return access.guard(super().get_urlpatterns(), *TRANSLATORS)


phrases = PhraseViewSet("phrases")
