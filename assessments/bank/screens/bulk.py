"""What is done to many questions at once from the list. Each is asked about on its own; another prison's is refused by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.utils.functional import cached_property, classproperty
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from taggit.forms import TagField
from wagtail.admin import messages
from wagtail.admin.widgets import AdminTagWidget
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from lms.lib.errors import Invalid
from lms.people.permissions import has_role

from .. import filing
from ..models import Item, ItemTag, Occupation
from ..permissions import READERS, reach_of, within
from .filters import ItemFilters, holding

NAMED = 20  # questions that the page names; of the rest it says how many
MOST = 2000  # at once


class ItemBulkAction(SnippetBulkAction):
    """`done` says what happened to n questions; `question` asks before."""

    template_name = "assessments/bank/bulk.html"
    question: Any = ""
    button: Any = ""

    @classproperty
    def models(cls) -> list[Any]:
        return [Item]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not has_role(request.user, *READERS):
            raise PermissionDenied(_("Your account may not do this here."))
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def get_queryset(cls, model: Any, object_ids: Iterable[Any]) -> list[Item]:
        keys = [key for key in map(_uuid, object_ids) if key]
        rows = Item.objects.select_related("prison").defer("interaction", "searched_text")
        found = [item for start in range(0, len(keys), 500) for item in rows.filter(pk__in=keys[start : start + 500])]
        if not found:
            raise Http404
        return found

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[UUID]:
        """ "All" are those of the list as it was filtered and searched, not of the bank."""
        asked = QueryDict(urlsplit(self.next_url).query)
        items = holding(Item.objects.order_by("pk"), asked.get("q", ""))
        filters = ItemFilters(asked, queryset=items, request=self.request)
        return list((filters.qs if filters.is_valid() else items.none()).values_list("pk", flat=True))

    @cached_property
    def _reach(self) -> frozenset[UUID] | None:
        return reach_of(self.request.user)

    def check_perm(self, obj: Item) -> bool:
        return within(self._reach, obj)

    @cached_property
    def _split(self) -> tuple[list[Item], dict[str, list[Item]]]:
        found: tuple[list[Item], dict[str, list[Item]]] = super().get_actionable_objects()
        return found

    def get_actionable_objects(self) -> tuple[list[Item], dict[str, list[Item]]]:
        return self._split

    def object_context(self, obj: Item) -> dict[str, Any]:
        return {"item": obj}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine, refused = self.get_actionable_objects()
        others = refused["items_with_no_access"]
        return super().get_context_data(
            number=len(mine),
            named=mine[:NAMED],
            unnamed=max(0, len(mine) - NAMED),
            refused=others[:NAMED],
            refused_unnamed=max(0, len(others) - NAMED),
            too_many=MOST if len(mine) > MOST else 0,
            title=self.display_name,
            question=self.question,
            button=self.button or self.display_name,
            **kwargs,
        )

    def form_valid(self, form: Any) -> Any:
        mine, refused = self.get_actionable_objects()
        if not mine or len(mine) > MOST:
            return self.form_invalid(form)
        try:
            answer = super().form_valid(form)
        except Invalid as why:
            form.add_error(None, str(why))
            return self.form_invalid(form)
        if others := refused["items_with_no_access"]:
            names = "; ".join(item.listed() for item in others[:NAMED])
            sentence = ngettext(
                "%(n)s question of another prison was left as it is: %(names)s",
                "%(n)s questions of other prisons were left as they are: %(names)s",
                len(others),
            )
            messages.warning(self.request, sentence % {"n": len(others), "names": names})
        return answer

    @classmethod
    def execute_action(cls, objects: list[Item], **kwargs: Any) -> tuple[int, int]:
        action: ItemBulkAction = kwargs["self"]
        return action.perform([item.pk for item in objects], action.cleaned_form.cleaned_data), 0

    def perform(self, keys: list[UUID], chosen: dict[str, Any]) -> int:
        raise NotImplementedError

    def done(self, number: int) -> str:
        return ngettext("%(n)s question was changed.", "%(n)s questions were changed.", number) % {"n": number}

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return f"{capfirst(str(self.display_name))}: {self.done(num_parent_objects)}"


class TopicsForm(forms.Form):
    topics = TagField(label=gettext_lazy("Topics"), widget=AdminTagWidget(tag_model=ItemTag.tag_model()))


class OccupationForm(forms.Form):
    occupation = forms.ModelChoiceField(
        Occupation.objects.all(),
        label=gettext_lazy("Occupation or subject"),
        required=False,
        empty_label=pgettext_lazy("occupation", "None"),
    )


class DifficultyForm(forms.Form):
    difficulty = forms.TypedChoiceField(
        label=gettext_lazy("Difficulty"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("Not judged")), *Item.Difficulty.choices],
    )


class AddTopics(ItemBulkAction):
    display_name = gettext_lazy("Add topics")
    action_type = "add_topics"
    aria_label = gettext_lazy("Add topics to the selected questions")
    question = gettext_lazy("These topics are added; the topics that the questions have stay.")
    form_class = TopicsForm
    action_priority = 10

    def perform(self, keys: list[UUID], chosen: dict[str, Any]) -> int:
        return filing.add_topics(keys, chosen["topics"], by=self.request.user)


class RemoveTopics(ItemBulkAction):
    display_name = gettext_lazy("Remove topics")
    action_type = "remove_topics"
    aria_label = gettext_lazy("Remove topics from the selected questions")
    question = gettext_lazy("These topics are taken away; other topics stay.")
    form_class = TopicsForm
    action_priority = 11

    def perform(self, keys: list[UUID], chosen: dict[str, Any]) -> int:
        return filing.remove_topics(keys, chosen["topics"], by=self.request.user)


class SetOccupation(ItemBulkAction):
    display_name = gettext_lazy("Set occupation")
    action_type = "set_occupation"
    aria_label = gettext_lazy("Set the occupation of the selected questions")
    question = gettext_lazy("All of them get this occupation or subject, also those that have another one.")
    form_class = OccupationForm
    action_priority = 12

    def perform(self, keys: list[UUID], chosen: dict[str, Any]) -> int:
        return filing.set_occupation(keys, chosen["occupation"], by=self.request.user)


class SetDifficulty(ItemBulkAction):
    display_name = gettext_lazy("Set difficulty")
    action_type = "set_difficulty"
    aria_label = gettext_lazy("Set the difficulty of the selected questions")
    question = gettext_lazy("All of them get this difficulty, also those that have another one.")
    form_class = DifficultyForm
    action_priority = 14

    def perform(self, keys: list[UUID], chosen: dict[str, Any]) -> int:
        return filing.set_difficulty(keys, chosen["difficulty"], by=self.request.user)


class Retire(ItemBulkAction):
    display_name = gettext_lazy("Retire")
    action_type = "retire"
    aria_label = gettext_lazy("Retire the selected questions")
    question = gettext_lazy(
        "No new exam takes them any more. What was published or held keeps its copy. You can take them back into use."
    )
    action_priority = 13

    def perform(self, keys: list[UUID], chosen: dict[str, Any]) -> int:
        return filing.retire_items(keys, by=self.request.user)

    def done(self, number: int) -> str:
        return ngettext("%(n)s question is out of use.", "%(n)s questions are out of use.", number) % {"n": number}


class Unretire(ItemBulkAction):
    display_name = gettext_lazy("Take back into use")
    action_type = "unretire"
    aria_label = gettext_lazy("Take the selected questions back into use")
    question = gettext_lazy("Exams may take them again, unless they were used in practice.")
    action_priority = 15

    def perform(self, keys: list[UUID], chosen: dict[str, Any]) -> int:
        return filing.unretire_items(keys, by=self.request.user)

    def done(self, number: int) -> str:
        return ngettext("%(n)s question is in use again.", "%(n)s questions are in use again.", number) % {"n": number}


ACTIONS = (AddTopics, RemoveTopics, SetOccupation, SetDifficulty, Retire, Unretire)


def _uuid(text: Any) -> UUID | None:
    try:
        return text if isinstance(text, UUID) else UUID(str(text))
    except ValueError:
        return None
