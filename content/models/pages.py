"""What all pages of the CMS have in common: no public address, no promote tab, a title that may be any script."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, PublishingPanel, TabbedInterface, TitleFieldPanel
from wagtail.models import Page, PagePermissionTester


class TwoPeople(PagePermissionTester):
    """Wagtail's rules, and: nobody publishes what they wrote last, whichever button leads there."""

    def can_publish(self) -> bool:
        return super().can_publish() and not self._wrote_it()

    def can_publish_subpage(self) -> bool:
        return False  # a new page is always written first and published by somebody else

    def can_reorder_children(self) -> bool:
        """An order is no text: whoever may publish here may change it; tablets get it with the next publication."""
        return super().can_publish_subpage()

    def _wrote_it(self) -> bool:
        revision = self.page.latest_revision
        return revision is not None and revision.user_id == self.user.pk


class ContentPage(Page):
    """Base of our pages. They have no address of their own: what learners get is a package."""

    is_creatable = False
    promote_panels: list = []
    show_in_menus_default = False

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return TwoPeople(user, self)

    def get_url_parts(self, request: Any = None) -> None:
        return None

    @property
    def language(self) -> str:
        return str(self.locale.language_code)

    @property
    def is_version(self) -> bool:
        """Whether this is a real language version, not Wagtail's placeholder (alias) for one."""
        return self.alias_of_id is None


def tabs(*content: Any, settings: tuple[Any, ...] = ()) -> TabbedInterface:
    """Two tabs: what the page says, and when it is published."""
    return TabbedInterface(
        [
            ObjectList(
                [TitleFieldPanel("title", classname="title", help_text=_("As learners see it.")), *content],
                heading=_("Content"),
            ),
            ObjectList([PublishingPanel(), FieldPanel("slug"), *settings], heading=_("Settings")),
        ]
    )
