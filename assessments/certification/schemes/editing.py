"""Schemes and their rules: written as a draft, tried on real candidates, put into force. What is in force never changes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.exams.models import Paper
from lms.audit import api as audit
from lms.lib.canonical import canonical_json, sha256_hex
from lms.lib.errors import Invalid, NotFoundHere

from ..errors import NotTried
from ..models import Scheme, SchemeVersion
from ..permissions import body_for, check_can_change, prison_of_new, scheme_for, schemes_for
from .rules import Rules

State = SchemeVersion.State
PARTICULARS = ("body", "kind", "occupation", "level", "code", "title", "title_en")
FIXED = ("body", "kind", "level", "code")  # once somebody is registered


def digest_of(rules: Rules) -> str:
    return sha256_hex(canonical_json(rules.model_dump(mode="json")))


def rules_of(version: SchemeVersion) -> Rules:
    return Rules.model_validate(version.rules)


@transaction.atomic
def create_scheme(*, by: Any, **fields: Any) -> Scheme:
    """`fields`: see PARTICULARS. Raises PermissionDenied, NotFoundHere, Invalid."""
    scheme = Scheme(prison=prison_of_new(by))
    _fill(scheme, fields, by=by)
    scheme.save()
    audit.log(by=by, verb="assessments.scheme.created", target=scheme, prison=scheme.prison_id)
    return scheme


@transaction.atomic
def revise_scheme(scheme_id: UUID | str, *, by: Any, **changes: Any) -> Scheme:
    """Raises NotFoundHere, PermissionDenied, Invalid."""
    scheme = _locked(scheme_id, by)
    before = {name: getattr(scheme, name) for name in changes}
    changed = {name: [str(before[name] or ""), str(new or "")] for name, new in changes.items() if before[name] != new}
    if changed.keys() & set(FIXED) and scheme.candidacies.exists():
        raise Invalid(_("Candidates are registered: body, kind, level and code stay as they are. Make a new scheme."))
    _fill(scheme, changes, by=by)
    scheme.save()
    if changed:
        audit.log(by=by, verb="assessments.scheme.revised", target=scheme, prison=scheme.prison_id, detail=changed)
    return scheme


@transaction.atomic
def retire_scheme(scheme_id: UUID | str, *, by: Any, back: bool = False) -> Scheme:
    """Nobody is registered for it any more; those on the way go on. `back`: into use again. Raises NotFoundHere, PermissionDenied."""
    scheme = _locked(scheme_id, by)
    if bool(scheme.retired_at) == back:
        scheme.retired_at = None if back else timezone.now()
        scheme.save(update_fields=["retired_at", "changed_at"])
        verb = "assessments.scheme.unretired" if back else "assessments.scheme.retired"
        audit.log(by=by, verb=verb, target=scheme, prison=scheme.prison_id)
    return scheme


@transaction.atomic
def save_rules(scheme_id: UUID | str, rules: Rules, *, by: Any) -> SchemeVersion:
    """Into the draft, which is made where there is none. Raises NotFoundHere, PermissionDenied, Invalid."""
    scheme = _locked(scheme_id, by)
    _check(scheme, rules, by)
    document = rules.model_dump(mode="json")
    draft = scheme.versions.filter(state=State.DRAFT).first()
    if draft is None:
        last = scheme.versions.order_by("-number").values_list("number", flat=True).first() or 0
        draft = SchemeVersion(scheme=scheme, number=last + 1, state=State.DRAFT)
    if draft.rules != document:
        draft.rules = document
        draft.save()
        detail = {"version": draft.number, "rules": digest_of(rules)}
        audit.log(by=by, verb="assessments.scheme.rules_written", target=scheme, prison=scheme.prison_id, detail=detail)
    return draft


@transaction.atomic
def discard_draft(scheme_id: UUID | str, *, by: Any) -> None:
    """Raises NotFoundHere, PermissionDenied."""
    scheme = _locked(scheme_id, by)
    draft = scheme.versions.filter(state=State.DRAFT).first()
    if draft is None:
        raise NotFoundHere
    detail = {"version": draft.number}
    draft.delete()
    audit.log(by=by, verb="assessments.scheme.rules_discarded", target=scheme, prison=scheme.prison_id, detail=detail)


@transaction.atomic
def note_tried(version: SchemeVersion, rules: Rules, *, by: Any) -> None:
    """These rules, and no others, were tried on real candidates."""
    scheme = _locked(version.scheme_id, by)
    rows = SchemeVersion.objects.filter(pk=version.pk, state=State.DRAFT)
    if rows.update(tried_digest=digest_of(rules), tried_at=timezone.now()):
        detail = {"version": version.number, "rules": digest_of(rules)}
        audit.log(by=by, verb="assessments.scheme.tried", target=scheme, prison=scheme.prison_id, detail=detail)


@transaction.atomic
def go_live(scheme_id: UUID | str, *, by: Any) -> SchemeVersion:
    """The draft comes into force; candidates keep the version that they were registered with.

    Raises NotFoundHere, PermissionDenied, NotTried.
    """
    scheme = _locked(scheme_id, by)
    draft = scheme.versions.select_for_update().filter(state=State.DRAFT).first()
    if draft is None:
        raise NotFoundHere
    rules = rules_of(draft)
    _check(scheme, rules, by)
    if draft.tried_digest != digest_of(rules):
        raise NotTried
    scheme.versions.filter(state=State.LIVE).update(state=State.PAST)
    draft.state, draft.live_at, draft.live_by = State.LIVE, timezone.now(), audit.label(by)
    draft.save()
    detail = {"version": draft.number, "rules": digest_of(rules)}
    audit.log(by=by, verb="assessments.scheme.live", target=scheme, prison=scheme.prison_id, detail=detail)
    return draft


def _locked(scheme_id: UUID | str, by: Any) -> Scheme:
    try:
        found = scheme_for(by, scheme_id)
    except (ValueError, ValidationError) as error:
        raise NotFoundHere from error
    check_can_change(by, found)
    rows = Scheme.objects.select_for_update(of=("self",)).select_related("body", "occupation", "prison")
    return rows.get(pk=found.pk)


def _fill(scheme: Scheme, changes: dict[str, Any], *, by: Any) -> None:
    for name in changes.keys() & set(PARTICULARS):
        value = changes[name]
        setattr(scheme, name, value.strip() if isinstance(value, str) else value)
    if "body" in changes and body_for(by, scheme.body_id).retired_at:
        raise Invalid(_("This awarding body is not in use any more."))
    if scheme.kind == Scheme.Kind.SKILL_LEVEL and scheme.level is None:
        raise Invalid(_("A skill level needs its level."))
    try:
        scheme.full_clean()
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error


def _check(scheme: Scheme, rules: Rules, by: Any) -> None:
    """What the rules refer to is there. Raises Invalid."""
    papers = [paper for part in rules.parts for paper in part.papers]
    if len(set(papers)) != len(papers):
        raise Invalid(_("A paper stands in two parts. Each exam counts for one part."))
    approved = Paper.objects.filter(pk__in=papers, kind=Paper.Kind.EXAM, versions__isnull=False).distinct()
    if approved.count() != len(papers):
        raise Invalid(_("Choose approved exam papers."))
    earlier = {one.scheme for one in rules.earlier}
    if scheme.pk in earlier:
        raise Invalid(_("A scheme cannot ask for its own certificate beforehand."))
    if schemes_for(by).filter(pk__in=earlier).count() != len(earlier):
        raise NotFoundHere
