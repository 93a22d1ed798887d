"""The item bank's screens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import path, reverse, reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import CopyView, CreateView, DeleteView, EditView, SnippetViewSet

from lms.people import access
from lms.people.menu import RoleMenuItem

from .duplicates import alike
from .models import Item
from .permissions import READERS, check_can_change_item, prison_of_new_item
from .screens import statistics, versions
from .screens.filters import ItemFilters
from .screens.listing import ItemIndexView


class _IsNew:
    """What is written here, or copied from another prison, belongs to the writer's."""

    def save_instance(self) -> Any:
        self.form.instance.prison = prison_of_new_item(self.request.user)  # type: ignore[attr-defined]
        return super().save_instance()  # type: ignore[misc]


class _SaysWhatIsAlike:
    """After saving: a warning with links to the questions that are nearly equal. Saved it is all the same."""

    def save_action(self) -> Any:
        answer = super().save_action()  # type: ignore[misc]
        found = alike(self.object)  # type: ignore[attr-defined]
        if found:
            links = format_html_join(
                "",
                '<li><a href="{}">{}</a> ({} %)</li>',
                ((reverse("item_bank:versions", args=[one.item.pk]), one.item.listed(), one.likeness) for one in found),
            )
            sentence = ngettext(
                "Saved. There is a question already that is nearly equal:",
                "Saved. There are questions already that are nearly equal:",
                len(found),
            )
            messages.warning(self.request, format_html("{}<ul>{}</ul>", sentence, links))  # type: ignore[attr-defined]
        return answer


class ItemCreateView(_SaysWhatIsAlike, _IsNew, CreateView):
    pass


class ItemCopyView(_IsNew, CopyView):
    """Only fills in the form, which goes to the address for new ones: sent back here, it would be written over the original."""

    http_method_names = ["get", "head", "options"]


class _IsMine:
    def get_object(self, *args: Any, **kwargs: Any) -> Item:
        item: Item = super().get_object(*args, **kwargs)  # type: ignore[misc]
        check_can_change_item(self.request.user, item)  # type: ignore[attr-defined]
        return item


class ItemEditView(_SaysWhatIsAlike, _IsMine, EditView):
    pass


class ItemDeleteView(_IsMine, DeleteView):
    pass


class ItemViewSet(SnippetViewSet):
    model = Item
    icon = "help"
    url_prefix = "item-bank"
    url_namespace = "item_bank"
    menu_label = _("Item bank")
    menu_name = "item-bank"
    menu_order = 260
    add_to_admin_menu = True
    index_view_class = ItemIndexView
    add_view_class = ItemCreateView
    copy_view_class = ItemCopyView
    edit_view_class = ItemEditView
    delete_view_class = ItemDeleteView
    filterset_class = ItemFilters
    search_fields = ["searched_text"]
    search_backend_name = None  # pieces of text: Chinese has no words to index
    copy_view_enabled = True
    list_per_page = 30
    index_template_name = "assessments/bank/index.html"
    panels = [
        HelpPanel(template="assessments/bank/state_panel.html"),
        FieldPanel("prompt"),
        FieldPanel("pictures"),
        FieldPanel("interaction", heading=_("Kind and answers")),
        MultiFieldPanel(
            [FieldPanel("feedback_correct"), FieldPanel("feedback_incorrect")],
            heading=_("What the learner reads at once"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("language"),
                FieldPanel("occupation"),
                FieldPanel("tags"),
                FieldPanel("difficulty"),
                FieldPanel("source"),
                FieldPanel("points"),
            ],
            heading=_("To find it again"),
        ),
    ]

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        """As Wagtail's, whose label is in the language in which the server started."""
        return [{"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")}]

    def get_urlpatterns(self) -> Iterable[Any]:
        own = [
            path("shown/<uuid:pk>/", versions.shown, name="shown"),
            path("versions/<uuid:pk>/", versions.VersionsView.as_view(), name="versions"),
            path("versions/<uuid:pk>/<int:number>/", versions.shown, name="version"),
            path("versions/<uuid:pk>/<int:number>/restore/", require_POST(versions.restore), name="restore"),
            path("statistics/<uuid:pk>/", statistics.StatisticsView.as_view(), name="statistics"),
        ]
        return access.guard([*super().get_urlpatterns(), *own], *READERS)

    def get_menu_item(self, order: int | None = None) -> RoleMenuItem:
        return RoleMenuItem(
            self.menu_label,
            self.menu_url,
            roles=READERS,
            name=self.menu_name,
            icon_name=self.icon,
            order=order or self.menu_order,
        )
