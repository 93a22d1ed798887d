"""The phrases of the learner app: a list to translate, with recordings; every change goes to the tablets at their next contact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView, UsageView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from content.models import Phrase
from lms.people import access
from lms.people.models import Officer, Prison
from lms.people.permissions import has_role, holds_server_wide
from lms.people.roles import Role
from lms.sync import api as sync

TRANSLATORS = (Role.EDUCATION_OFFICE, Role.ADMINISTRATOR)


class PhrasePolicy(BasePermissionPolicy):
    """The education office and the administrator translate: each for their prisons, or for all."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return has_role(user, *TRANSLATORS)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return phrases_of(user).filter(pk=instance.pk).exists()

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return has_role(user, *TRANSLATORS)

    def users_with_any_permission(self, actions: Iterable[str]) -> models.QuerySet:
        return Officer.objects.filter(grants__role__in=TRANSLATORS, is_active=True).distinct()


register_permission_policy(Phrase, PhrasePolicy(Phrase))


def phrases_of(officer: Any) -> QuerySet[Phrase]:
    """Those that the officer may change. Where there is one prison only, what is for all is its own."""
    if not has_role(officer, *TRANSLATORS):
        return Phrase.objects.none()
    if holds_server_wide(officer, *TRANSLATORS) or Prison.objects.count() == 1:
        return Phrase.objects.all()
    return Phrase.objects.filter(prison__in=_prisons_of(officer))


def _prisons_of(officer: Any) -> QuerySet[Prison]:
    grants = officer.grants.filter(role__in=TRANSLATORS, ward=None)
    return Prison.objects.filter(pk__in=grants.values("prison")).order_by("code")


def prison_of_new_phrase(officer: Any) -> Prison | None:
    """None: for all prisons."""
    return None if holds_server_wide(officer, *TRANSLATORS) else _prisons_of(officer).first()


def hand_over(prison: Prison | None, *, by: Any) -> None:
    """The phrases of a prison (None: those for all) as the tablets get them: key → language → text."""
    texts: dict[str, dict[str, str]] = {}
    for phrase in Phrase.objects.filter(prison=prison):
        texts.setdefault(phrase.key, {})[phrase.language] = phrase.text
    sync.set_phrases(texts, prison=prison, by=by)


class _OnceInALanguage:
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc,attr-defined]
        this = self.instance  # type: ignore[attr-defined]
        same = {name: cleaned.get(name) for name in ("key", "language")}
        if Phrase.objects.filter(prison=this.prison, **same).exclude(pk=this.pk).exists():
            raise ValidationError(_("This text is there already in this language. Open it in the list and change it."))
        return cleaned


class _HandsOver:
    @transaction.atomic
    def save_instance(self) -> Any:
        saved = super().save_instance()  # type: ignore[misc]
        hand_over(saved.prison, by=self.request.user)  # type: ignore[attr-defined]
        return saved


class PhraseIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Phrase]:
        return phrases_of(self.request.user).select_related("prison", "audio")


class PhraseCreateView(_HandsOver, CreateView):
    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.instance.prison = prison_of_new_phrase(self.request.user)
        return form


class _IsMine:
    def get_object(self, *args: Any, **kwargs: Any) -> Phrase:
        phrase: Phrase = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not phrases_of(self.request.user).filter(pk=phrase.pk).exists():  # type: ignore[attr-defined]
            raise PermissionDenied
        return phrase


class PhraseEditView(_IsMine, _HandsOver, EditView):
    pass


class PhraseDeleteView(_IsMine, DeleteView):
    @transaction.atomic
    def delete_action(self) -> None:
        super().delete_action()
        hand_over(self.object.prison, by=self.request.user)


class PhraseHistoryView(_IsMine, HistoryView):
    pass


class PhraseUsageView(_IsMine, UsageView):
    pass


def whose(phrase: Phrase) -> str:
    return str(phrase.prison or _("All prisons"))


class PhraseViewSet(ModelViewSet):
    model = Phrase
    icon = "openquote"
    url_prefix = "phrases"
    list_display = ["key", "language", "text", "audio", Column("prison", label=_("Prison"), accessor=whose)]
    list_filter = ["language"]
    search_fields = ["key", "text"]
    search_backend_name = None
    form_fields = ["key", "language", "text", "audio"]
    copy_view_enabled = False
    index_view_class = PhraseIndexView
    history_view_class = PhraseHistoryView
    usage_view_class = PhraseUsageView
    add_view_class = PhraseCreateView
    edit_view_class = PhraseEditView
    delete_view_class = PhraseDeleteView

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        form: Any = type("PhraseForm", (_OnceInALanguage, super().get_form_class(for_update)), {})
        label = Phrase._meta.get_field("language").verbose_name
        form.base_fields["language"] = forms.ChoiceField(choices=settings.LANGUAGES, label=label)
        return form

    def get_urlpatterns(self) -> list:
        return access.guard(super().get_urlpatterns(), *TRANSLATORS)


phrases = PhraseViewSet("phrases")
