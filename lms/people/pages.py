"""What Wagtail's page frame asks of a plain view: title, icon, the way back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def page_frame(title: Any, icon: str, *above: tuple[Any, str]) -> dict[str, Any]:
    """Context for templates that extend wagtailadmin/generic/base.html. `above`: (label, url name) of the pages on the way."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    crumbs += [{"url": reverse(name), "label": label} for label, name in above]
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
    }
