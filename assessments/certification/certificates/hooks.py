"""Menu items, the task on the start page, and what waits: certificates, orders, keys."""

from __future__ import annotations

from collections.abc import Iterator

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks

from assessments.exams.permissions import EXAMINERS
from lms.lib.leases import JobState
from lms.people.menu import register_item
from lms.people.models import Officer
from lms.people.start import Attention, register_attention, register_tasks

from ..candidacies.states import CandidacyState
from ..models import CertificateOrder, IssuingKey
from ..permissions import VIEWERS, bodies_for, candidacies_for, certificates_for, orders_for
from . import urls
from .renewing import expiring

State = CertificateOrder.State


@hooks.register("register_admin_urls")
def certificate_urls() -> list[URLPattern | URLResolver]:
    return urls.admin_patterns


@hooks.register("insert_global_admin_css")
def certificate_style() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("assessments/certificates.css"))


register_item(
    "register_certification_menu_item",
    "certificates_awarded",
    gettext_lazy("Issue certificates"),
    "check",
    300,
    EXAMINERS,
)
register_item(
    "register_certification_menu_item",
    "certificate_orders",
    gettext_lazy("Certificate orders"),
    "list-ul",
    310,
    EXAMINERS,
)
register_item(
    "register_certification_menu_item", "certificates", gettext_lazy("Certificates"), "doc-full", 320, VIEWERS
)
register_item(
    "register_certification_menu_item", "certificate_bodies", gettext_lazy("Keys and verifier"), "key", 330, EXAMINERS
)

for _role in EXAMINERS:
    register_tasks(
        _role,
        25,
        gettext_lazy("Issue certificates"),
        "certificates_awarded",
        "check",
        gettext_lazy("Who has been awarded and waits for a certificate"),
    )


@register_attention(*EXAMINERS)
def orders_waiting(officer: Officer) -> Iterator[Attention]:
    """Orders that wait for this officer as the second, and those of the officer that wait for others."""
    proposed = orders_for(officer).filter(state=State.PROPOSED)
    mine = proposed.filter(proposed_by=officer).count()
    others = proposed.exclude(proposed_by=officer).count()
    if others:
        text = ngettext(
            "%(n)s certificate order waits for a second officer",
            "%(n)s certificate orders wait for a second officer",
            others,
        )
        yield Attention(text % {"n": others}, reverse("certificate_orders"), urgent=True)
    if mine:
        text = ngettext(
            "%(n)s certificate order of yours waits for a second officer",
            "%(n)s certificate orders of yours wait for a second officer",
            mine,
        )
        yield Attention(text % {"n": mine}, reverse("certificate_orders"), with_others=True)


@register_attention(*EXAMINERS)
def orders_failed(officer: Officer) -> Iterator[Attention]:
    failed = orders_for(officer).filter(state=State.APPROVED, job_state=JobState.FAILED).first()
    if failed:
        yield Attention(
            _("A certificate order could not be carried out"),
            reverse("certificate_order", args=[failed.pk]),
            urgent=True,
        )


@register_attention(*EXAMINERS)
def awarded_waiting(officer: Officer) -> Iterator[Attention]:
    waiting = candidacies_for(officer).filter(state=CandidacyState.AWARDED, scheme__body__outside=False)
    count = waiting.exclude(order_lines__standing=True).count()
    if count:
        text = ngettext(
            "%(n)s awarded candidate has no certificate yet", "%(n)s awarded candidates have no certificate yet", count
        )
        yield Attention(text % {"n": count}, reverse("certificates_awarded"))


@register_attention(*EXAMINERS)
def keys_in_doubt(officer: Officer) -> Iterator[Attention]:
    doubted = IssuingKey.objects.filter(body__in=bodies_for(officer), doubted_by__isnull=False, confirmed_by=None)
    for key in doubted.select_related("body")[:3]:
        text = _("A signing key of %(body)s is in doubt: a second officer has to decide") % {"body": key.body}
        yield Attention(text, reverse("certificate_keys", args=[key.body_id]), urgent=True)


@register_attention(*VIEWERS)
def certificates_ending(officer: Officer) -> Iterator[Attention]:
    """Reminder of renewals."""
    count = expiring(certificates_for(officer)).count()
    if count:
        text = ngettext("%(n)s certificate ends soon", "%(n)s certificates end soon", count)
        yield Attention(text % {"n": count}, reverse("certificates") + "?state=soon")
