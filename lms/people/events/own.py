"""The sentences of the people area, and where its things have their pages."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..models import Device, Learner, Officer, Prison, RosterImport, SlipBatch, Ward
from .words import register_events, register_pages

OFFICERS = {
    "people.officer.created": _("%(who)s opened the account of %(what)s"),
    "people.officer.first_created": _("%(who)s opened the first account, %(what)s"),
    "people.officer.changed": _("%(who)s changed the account of %(what)s"),
    "people.officer.disabled": _("%(who)s shut the account of %(what)s"),
    "people.officer.enabled": _("%(who)s opened the account of %(what)s again"),
    "people.officer.locked": _("%(who)s locked the account of %(what)s"),
    "people.officer.unlocked": _("%(who)s unlocked the account of %(what)s"),
    "people.officer.rescued": _("%(who)s rescued the account of %(what)s"),
    "people.officer.password_reset": _("%(who)s reset the password of %(what)s"),
    "people.officer.password_changed": _("%(who)s changed the own password"),
    "people.officer.second_factor_reset": _("%(who)s reset the second factor of %(what)s"),
    "people.officer.token_given": _("%(who)s gave a code token to %(what)s"),
    "people.officer.app_added": _("%(who)s added an authenticator app"),
    "people.officer.key_added": _("%(who)s added a security key"),
    "people.officer.key_removed": _("%(who)s removed a security key"),
    "people.officer.codes_printed": _("%(who)s printed a new list of one-time codes"),
    "people.officer.signed_in": _("%(who)s signed in"),
    "people.officer.sign_in_failed": _("Somebody gave a wrong password for %(what)s"),
    "people.officer.second_factor_failed": _("Somebody gave a wrong second factor for %(what)s"),
    "people.tokens.imported": _("%(who)s imported code tokens"),
    "people.role.requested": _("%(who)s asked for a role for %(what)s"),
    "people.role.granted": _("%(who)s confirmed a role of %(what)s"),
    "people.role.refused": _("%(who)s refused a role for %(what)s"),
    "people.role.revoked": _("%(who)s took a role from %(what)s"),
    "people.role.granted_at_setup": _("%(who)s gave %(what)s a role while setting up"),
}
PLACES = {
    "people.prison.created": _("%(who)s added the prison %(what)s"),
    "people.prison.changed": _("%(who)s changed the prison %(what)s"),
    "people.ward.created": _("%(who)s added the ward %(what)s"),
    "people.ward.changed": _("%(who)s changed the ward %(what)s"),
    "people.ward.deleted": _("%(who)s deleted the ward %(what)s"),
}
LEARNERS = {
    "people.learner.entered": _("%(who)s entered the learner %(what)s"),
    "people.learner.changed": _("%(who)s changed the data of %(what)s"),
    "people.learner.moved": _("%(who)s moved %(what)s to another ward"),
    "people.learner.retired": _("%(who)s noted that %(what)s has left"),
    "people.learner.restored": _("%(who)s noted that %(what)s is back"),
    "people.secret.set": _("%(who)s set a new sign-in for %(what)s"),
    "people.roster.approved": _("%(who)s agreed to a roster: %(what)s"),
    "people.roster.applied": _("%(who)s brought in a roster: %(what)s"),
    "people.learners.entered": _("%(who)s entered learners by a roster: %(what)s"),
    "people.learners.changed": _("%(who)s changed learners by a roster: %(what)s"),
    "people.learners.retired": _("%(who)s noted by a roster that learners have left: %(what)s"),
    "people.slips.asked": _("%(who)s ordered sign-in slips: %(what)s"),
    "people.slips.read": _("%(who)s opened the sheet of sign-in slips: %(what)s"),
}
DEVICES = {
    "people.device.code_made": _("%(who)s made a pairing code: %(what)s"),
    "people.device.paired": _("%(who)s paired the tablet %(what)s"),
    "people.device.assigned": _("%(who)s gave the tablet %(what)s to somebody else"),
    "people.device.renamed": _("%(who)s renamed the tablet %(what)s"),
    "people.device.readmitted": _(
        "The tablet %(what)s, which this server did not know any more, delivered what it had kept"
    ),
    "people.device.revoked": _("%(who)s revoked the tablet %(what)s"),
    "people.recovery.asked": _("%(who)s asked to open forgotten work: %(what)s"),
    "people.recovery.first_approval": _("%(who)s was the first to agree to open forgotten work: %(what)s"),
    "people.recovery.opened": _("%(who)s was the second to agree to open forgotten work: %(what)s"),
    "people.recovery.refused": _("%(who)s refused to open forgotten work: %(what)s"),
}


def register() -> None:
    register_events("people", _("Officers, learners, tablets"), OFFICERS | PLACES | LEARNERS | DEVICES)
    for model, name in [
        (Officer, "officer"),
        (Prison, "prison"),
        (Ward, "ward"),
        (Learner, "people_learners:detail"),
        (Device, "people_devices:detail"),
        (RosterImport, "people_roster:import"),
        (SlipBatch, "people_slips:batch"),
    ]:
        register_pages(model, _page(name))


def _page(name: str) -> Callable[[str], str]:
    return lambda key: reverse(name, args=[key])
