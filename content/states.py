"""How a publication travels from the publish button to the tablets: the states and every allowed move."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict


class PublicationState(models.TextChoices):
    REQUESTED = "requested", _("Waiting to be built")
    BUILT = "built", _("Built, being checked")
    WAITING = "waiting", _("Waiting for clearance")
    READY = "ready", _("Cleared")
    LIVE = "live", _("Live")
    REPLACED = "replaced", _("Replaced by a newer version")
    SUPERSEDED = "superseded", _("Overtaken by a newer version")
    REFUSED = "refused", _("Clearance refused")
    FAILED = "failed", _("Could not be built")
    WITHDRAWN = "withdrawn", _("Taken back")


S = PublicationState

# (from, to): the verb that the audit log gets
TRANSITIONS: dict[tuple[PublicationState, PublicationState], str] = {
    (S.REQUESTED, S.BUILT): "content.publication.built",
    (S.BUILT, S.WAITING): "content.publication.scanned",
    (S.BUILT, S.READY): "content.publication.clearance_carried",
    (S.WAITING, S.READY): "content.publication.cleared",
    (S.WAITING, S.REFUSED): "content.publication.refused",
    (S.READY, S.LIVE): "content.publication.live",
    (S.LIVE, S.REPLACED): "content.publication.replaced",
    (S.LIVE, S.WITHDRAWN): "content.publication.withdrawn",
    (S.REPLACED, S.LIVE): "content.publication.restored",
    (S.REQUESTED, S.FAILED): "content.publication.failed",
    (S.BUILT, S.FAILED): "content.publication.failed",
    (S.READY, S.FAILED): "content.publication.failed",
    (S.FAILED, S.REQUESTED): "content.publication.retried",
    **{
        (state, S.SUPERSEDED): "content.publication.superseded"
        for state in (S.REQUESTED, S.BUILT, S.WAITING, S.READY, S.FAILED, S.REFUSED)
    },
}

MACHINE = (S.REQUESTED, S.BUILT, S.READY)  # the job's turn; the others wait for a person or are over
UNDERWAY = (S.REQUESTED, S.BUILT, S.WAITING, S.READY)


class IllegalTransition(Conflict):
    code = "illegal_transition"
    sentence = _("This is no longer possible: its state has changed in the meantime. Load the page again.")


def check_transition(old: str, new: str) -> str:
    """The audit verb of the move. Raises IllegalTransition."""
    verb = TRANSITIONS.get((PublicationState(old), PublicationState(new)))
    if verb is None:
        raise IllegalTransition
    return verb


def diagram() -> str:
    """The transition table as a page of the docs (Mermaid)."""
    lines = [
        "# States",
        "",
        "Written by `./newleaf manage state_diagrams`; do not edit. The verbs are those of the audit log.",
        "",
        "## Publication (content/states.py)",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> requested: content.publication.requested",
    ]
    lines += [f"    {old.value} --> {new.value}: {verb}" for (old, new), verb in TRANSITIONS.items()]
    lines += [
        "```",
        "",
        f"The job moves `{'`, `'.join(MACHINE)}` on by itself and can be killed anywhere; every other state waits for a person or is the end.",
        "",
    ]
    return "\n".join(lines)
