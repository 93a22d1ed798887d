"""The menu of certification, what it puts on start pages, and what waits: candidates, schemes, bodies.

Other parts add their items to the menu by the hook `register_certification_menu_item`.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from assessments.exams.permissions import EXAMINERS
from lms.people.menu import register_item
from lms.people.models import Learner, Officer
from lms.people.panels import Panel, register_learner_panel
from lms.people.start import Attention, register_attention, register_tasks

from .candidacies import api
from .candidacies.screens import urls as candidacy_urls
from .models import EligibilityContest, HandOver
from .permissions import REGISTRARS, VIEWERS, candidacies_for
from .schemes.screens import urls as scheme_urls

certification = Menu(register_hook_name="register_certification_menu_item")


@hooks.register("register_admin_menu_item")
def certification_menu() -> MenuItem:
    return SubmenuMenuItem(
        gettext_lazy("Certification"), certification, name="certification", icon_name="tick-inverse", order=264
    )


@hooks.register("register_admin_urls")
def certification_urls() -> list[URLPattern | URLResolver]:
    return [*candidacy_urls.admin_patterns, *scheme_urls.admin_patterns]


@hooks.register("insert_global_admin_css")
def certification_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("assessments/certification.css"))


register_item("register_certification_menu_item", "candidacies", gettext_lazy("Candidates"), "group", 100, VIEWERS)
register_item(
    "register_certification_menu_item",
    "candidacies_register",
    gettext_lazy("Register candidates"),
    "plus",
    110,
    REGISTRARS,
)
register_item("register_certification_menu_item", "schemes", gettext_lazy("Schemes"), "list-ol", 200, VIEWERS)
register_item(
    "register_certification_menu_item", "awarding_bodies", gettext_lazy("Awarding bodies"), "site", 210, VIEWERS
)
register_item(
    "register_certification_menu_item",
    "hand_overs",
    gettext_lazy("One person entered twice"),
    "resubmit",
    900,
    REGISTRARS,
)

for _role in EXAMINERS:
    register_tasks(
        _role,
        22,
        gettext_lazy("Register candidates"),
        "candidacies_register",
        "plus",
        gettext_lazy("For a certificate: one learner, or a whole list"),
    )


@register_attention(*EXAMINERS)
def contests_waiting(officer: Officer) -> Iterator[Attention]:
    mine = candidacies_for(officer)
    waiting = EligibilityContest.objects.filter(state=EligibilityContest.State.OPEN, candidacy__in=mine)
    for one in waiting.exclude(entered_by=officer).select_related("candidacy").order_by("filed_at")[:5]:
        text = _("%(name)s contests that something is missing") % {"name": one.candidacy.holder_name}
        yield Attention(text, reverse("candidacy", args=[one.candidacy_id]))


@register_attention(*EXAMINERS)
def changed_after_the_decision(officer: Officer) -> Iterator[Attention]:
    count = candidacies_for(officer).filter(doubted_at__isnull=False).count()
    if count:
        text = ngettext(
            "A mark of %(n)s candidate changed after the decision",
            "Marks of %(n)s candidates changed after the decision",
            count,
        )
        yield Attention(text % {"n": count}, reverse("candidacies") + "?state=doubted", urgent=True)


@register_attention(*REGISTRARS)
def hand_overs_waiting(officer: Officer) -> Iterator[Attention]:
    waiting = api.hand_overs_for(officer).filter(state=HandOver.State.WAITING).exclude(asked_by=officer).count()
    if waiting:
        text = ngettext(
            "%(n)s person entered twice waits for a second officer",
            "%(n)s persons entered twice wait for a second officer",
            waiting,
        )
        yield Attention(text % {"n": waiting}, reverse("hand_overs"))


@register_learner_panel(60, *VIEWERS)
def candidacies_of_learner(request: HttpRequest, learner: Learner) -> Panel | None:
    """On a learner's page: the ways to certificates."""
    rows = candidacies_for(request.user).filter(learner=learner).select_related("scheme")
    found = list(rows.order_by("-registered_on")[:10])
    if not found:
        return None
    return Panel(gettext_lazy("Certification"), "assessments/candidacies/panel.html", {"candidacies": found})
