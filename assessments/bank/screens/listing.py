"""The list of questions, and the same as an Excel file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, OrderBy, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, TitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView

from assessments.templatetags.bank_figures import per_cent, two_places
from lms.lib.tables import SafeExport

from ..models import Item, ItemTag
from ..permissions import can_write_items, reach_of, within
from .filters import holding, in_state

NOT_SHOWN = ("interaction", "searched_text", "feedback_correct", "feedback_incorrect")
_STATE_CLASSES = {"new": "w-status w-status--primary", "exposed": "w-status nl-exposed", "retired": "w-status"}


class PlainColumn(Column):
    """Made without a template of its own for each cell: a page of the list has some hundreds of them."""

    def render_cell_html(self, instance: Item, parent_context: Any) -> SafeString:
        return format_html('<td class="{}">{}</td>', self.classname or "", self.get_value(instance))


class QuestionColumn(TitleColumn):
    """The question; below it whose it is and its topics."""

    cell_template_name = "assessments/bank/question_cell.html"


def state_sign(item: Item) -> SafeString:
    return format_html('<span class="{}">{}</span>', _STATE_CLASSES[item.state], item.state.label)


def statistic(name: str, shown: Callable[[Any], str]) -> Callable[[Item], str]:
    """A figure of the item's statistics in words; a dash where there is none."""

    def read(item: Item) -> str:
        value = getattr(getattr(item, "statistics", None), name, None)
        return "–" if value is None else shown(value)

    return read


def whose(item: Item) -> str:
    return str(item.prison or _("All prisons"))


def kind_and_language(item: Item) -> SafeString:
    return format_html('{}<span class="nl-topics">{}</span>', item.get_kind_display(), item.get_language_display())


class QuestionPaginator(WagtailPaginator):
    verbose_name = pgettext_lazy("item bank", "question")
    verbose_name_plural = pgettext_lazy("item bank", "questions")  # not the model's name, which stands in the menu


class ItemIndexView(SafeExport, IndexView):
    """A question of another prison is listed, to be used in a lesson or copied, but not opened for change."""

    default_ordering = "-changed_at"
    paginator_class = QuestionPaginator
    export_filename = "item-bank"
    list_export = [
        "name",
        "question",
        "kind",
        "occupation",
        "topics",
        "difficulty",
        "language",
        "source",
        "points",
        "state",
        "times_used",
        "facility",
        "discrimination",
        "practice_facility",
        "prison",
        "changed_at",
    ]

    @cached_property
    def columns(self) -> list[BaseColumn]:
        title = self._get_title_column("listed", QuestionColumn, classname="nl-question")
        found = [
            PlainColumn("kind", label=_("Kind"), accessor=kind_and_language, sort_key="kind"),
            PlainColumn(
                "occupation", label=_("Occupation"), accessor=lambda item: item.occupation or "–", sort_key="occupation"
            ),
            PlainColumn(
                "difficulty",
                label=_("Difficulty"),
                accessor=lambda item: item.difficulty or "–",
                sort_key="difficulty",
                classname="nl-figure",
            ),
            PlainColumn("state", label=_("State"), accessor=state_sign, sort_key="state"),
            PlainColumn(
                "times_used",
                label=_("Exams"),
                accessor=statistic("times_used", str),
                sort_key="times_used",
                classname="nl-figure",
            ),
            PlainColumn(
                "facility",
                label=_("Facility"),
                accessor=statistic("facility", per_cent),
                sort_key="facility",
                classname="nl-figure",
            ),
            PlainColumn(
                "discrimination",
                label=_("Discrimination"),
                accessor=statistic("discrimination", two_places),
                sort_key="discrimination",
                classname="nl-figure",
            ),
            DateColumn("changed_at", label=_("Updated"), sort_key="changed_at"),
        ]
        boxes = [column for column in super().columns if column.name == "bulk_actions"]
        return [*(boxes if can_write_items(self.request.user) else []), title, *found]

    @cached_property
    def _several_prisons(self) -> bool:
        from lms.people.models import Prison

        return Prison.objects.count() > 1

    def get_base_queryset(self) -> QuerySet[Item]:
        return Item.objects.select_related("prison", "occupation", "statistics").defer(*NOT_SHOWN)

    def search_queryset(self, queryset: QuerySet[Item]) -> QuerySet[Item]:
        return holding(queryset, self.search_query) if self.is_searching else queryset

    def order_queryset(self, queryset: QuerySet[Item]) -> QuerySet[Item]:
        return queryset.order_by(*in_order(self.ordering))

    def get_table(self, object_list: Any) -> Any:
        topics = topics_of([item.pk for item in object_list])
        for item in object_list:
            item.shown_below = [*([whose(item)] if self._several_prisons else []), *topics.get(item.pk, [])]
        return super().get_table(object_list)

    @cached_property
    def verbose_name_plural(self) -> str:
        return pgettext("item bank", "questions")

    @cached_property
    def _allowed(self) -> dict[str, bool]:
        return {}

    def user_has_permission(self, permission: str) -> bool:
        """Asked once a page, not once a row."""
        if permission not in self._allowed:
            self._allowed[permission] = super().user_has_permission(permission)
        return self._allowed[permission]

    @cached_property
    def _reach(self) -> frozenset[UUID] | None:
        return reach_of(self.request.user)

    def get_edit_url(self, instance: Item) -> str | None:
        return super().get_edit_url(instance) if within(self._reach, instance) else None

    def get_delete_url(self, instance: Item) -> str | None:
        return super().get_delete_url(instance) if within(self._reach, instance) else None

    def get_list_more_buttons(self, instance: Item) -> list[MenuItem]:
        pages = [
            (_("Preview"), "item_bank:shown", "view", 5),
            (_("Versions"), "item_bank:versions", "history", 15),
            (_("Statistics"), "item_bank:statistics", "table", 16),
        ]
        own = [
            MenuItem(label, url=reverse(name, args=[instance.pk]), icon_name=icon, priority=priority)
            for label, name, icon, priority in pages
        ]
        return sorted([*super().get_list_more_buttons(instance), *own], key=lambda button: button.priority or 0)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        pages = [
            Button(_("Nearly equal questions"), url=reverse("item_duplicates"), icon_name="copy", priority=10),
            Button(
                _("Occupations and subjects"), url=reverse("occupations:index"), icon_name="folder-open-1", priority=20
            ),
        ]
        if can_write_items(self.request.user):
            pages += self._ways_in_and_out()
        return [*pages, *super().header_more_buttons]

    def _ways_in_and_out(self) -> list[Button]:
        query = self.request.GET.copy()
        query.pop("p", None)
        export = f"{reverse('item_exchange:export')}?{query.urlencode()}"
        return [
            Button(_("Import questions"), url=reverse("item_exchange:index"), icon_name="upload", priority=5),
            Button(_("Export this list"), url=export, icon_name="download", priority=6),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        counts = [
            (state.label, f"{self.index_url}?{urlencode({'state': state.value})}", in_state(Item.objects.all(), state))
            for state in Item.State
        ]
        return super().get_context_data(
            *args, counts=[(label, url, found.count()) for label, url, found in counts], **kwargs
        )

    # ── The Excel file ───────────────────────────────────────────────────────────────────────────

    @cached_property
    def _all_topics(self) -> dict[UUID, list[str]]:
        return topics_of(None)

    def to_row_dict(self, item: Item) -> dict[str, Any]:
        figures = getattr(item, "statistics", None)
        return {
            "name": item.name,
            "question": item.question,
            "kind": item.get_kind_display(),
            "occupation": str(item.occupation or ""),
            "topics": ", ".join(self._all_topics.get(item.pk, [])),
            "difficulty": item.difficulty,
            "language": item.get_language_display(),
            "source": item.source,
            "points": item.points,
            "state": str(item.state.label),
            "times_used": figures.times_used if figures else 0,
            "facility": figures.facility if figures else None,
            "discrimination": figures.discrimination if figures else None,
            "practice_facility": figures.practice_facility if figures else None,
            "prison": whose(item),
            "changed_at": item.changed_at,
        }

    def get_heading(self, queryset: Any, field: str) -> str:
        headings = {
            "question": _("Question"),
            "topics": _("Topics"),
            "state": _("State"),
            "times_used": _("Times used in exams"),
            "facility": _("Facility"),
            "discrimination": _("Discrimination"),
            "practice_facility": _("Facility in practice"),
            "changed_at": _("Updated"),
        }
        return headings.get(field) or str(super().get_heading(queryset, field))


def in_order(ordering: str) -> list[OrderBy | str]:
    """The order of the list; what has no value comes last either way, and the key makes it the same every time."""
    key = ordering.removeprefix("-")
    columns = {
        "listed": ["name"],
        "occupation": ["occupation__name"],
        "state": ["retired_at", "exposed_at"],
        "times_used": ["statistics__times_used"],
        "facility": ["statistics__facility"],
        "discrimination": ["statistics__discrimination"],
    }.get(key, [key])
    if key == "changed_at":
        return [ordering, "pk"]
    down = ordering.startswith("-")
    made = [F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True) for name in columns]
    return [*made, "pk"]


def topics_of(item_ids: list[UUID] | None) -> dict[UUID, list[str]]:
    """Names of the topics of these items; of all, when None."""
    tagged = ItemTag.objects.order_by("tag__name")
    if item_ids is not None:
        tagged = tagged.filter(content_object__in=item_ids)
    found: dict[UUID, list[str]] = {}
    for key, name in tagged.values_list("content_object_id", "tag__name"):
        found.setdefault(key, []).append(name)
    return found
