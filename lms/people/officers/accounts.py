"""Officers' accounts: making, disabling, unlocking, and setting somebody's sign-in anew. Administrators only, in their own prison."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Conflict, Invalid, NotAllowed, NotFoundHere

from ..grants import check_administrator_left
from ..models import OathToken, Officer, Prison
from ..permissions import has_role, holds_server_wide, scope_q
from ..roles import Role
from ..signin import codes, throttle


def officers_for(by: Officer) -> QuerySet[Officer]:
    """The officers whom this one may see: administrators and the education office, each in their part."""
    officers = Officer.objects.select_related("prison")
    if holds_server_wide(by, Role.ADMINISTRATOR, Role.EDUCATION_OFFICE):
        return officers
    prisons = Prison.objects.filter(
        scope_q(by, Role.ADMINISTRATOR, Role.EDUCATION_OFFICE, prison_field="pk", ward_field="wards")
    )
    return officers.filter(prison__in=prisons)


def officer_for(by: Officer, officer_id: int) -> Officer:
    found = officers_for(by).filter(pk=officer_id).first()
    if found is None:
        raise NotFoundHere
    return found


def can_manage(by: Officer, officer: Officer) -> bool:
    """Whether `by` may change the account: a server-wide administrator all but superusers', one of a prison those of that prison alone."""
    if by.is_superuser and by.may_sign_in:
        return True
    if officer.is_superuser:
        return False
    if holds_server_wide(by, Role.ADMINISTRATOR):
        return True
    elsewhere = officer.grants.exclude(prison=officer.prison_id) if officer.prison_id else officer.grants.all()
    return (
        bool(officer.prison_id)
        and has_role(by, Role.ADMINISTRATOR, prison=officer.prison_id)
        and not elsewhere.exists()
    )


@transaction.atomic
def create_officer(*, by: Officer, username: str, name: str, prison: Prison | None) -> tuple[Officer, str, list[str]]:
    """A new account with a first password and a list of one-time codes, both shown once. Raises NotAllowed, Invalid."""
    if not (holds_server_wide(by, Role.ADMINISTRATOR) or (prison and has_role(by, Role.ADMINISTRATOR, prison=prison))):
        raise NotAllowed
    username = Officer.normalize_username(username.strip())
    if not username or not name.strip():
        raise Invalid(_("Give a sign-in name and a name."))
    if Officer.objects.filter(username__iexact=username).exists():
        raise Invalid(_("This sign-in name is taken."))
    password = new_password()
    officer = Officer.objects.create_user(
        username,
        password,
        name=name.strip(),
        prison=prison,
        must_change_password=True,
        reset_by=by,
        reset_at=timezone.now(),
    )
    made = codes.new_list(officer)
    audit.log(by=by, verb="people.officer.created", target=officer)
    return officer, password, made


@transaction.atomic
def change_officer(officer_id: int, *, by: Officer, name: str, prison: Prison | None) -> Officer:
    officer = _managed(by, officer_id)
    if prison != officer.prison and not holds_server_wide(by, Role.ADMINISTRATOR):
        raise NotAllowed(_("Only an administrator of the whole server moves officers between prisons."))
    before = {"name": officer.name, "prison": str(officer.prison or "")}
    officer.name, officer.prison = name.strip(), prison
    officer.save(update_fields=["name", "prison"])
    audit.log(
        by=by,
        verb="people.officer.changed",
        target=officer,
        detail={"before": before, "after": {"name": officer.name, "prison": str(prison or "")}},
    )
    return officer


@transaction.atomic
def disable_officer(officer_id: int, *, by: Officer) -> None:
    """The account ends, and its sessions with it. Raises NotAllowed, NotFoundHere, Conflict."""
    officer = _managed(by, officer_id)
    if officer.pk == by.pk:
        raise Conflict(_("You cannot disable your own account."))
    looked_after_the_server = holds_server_wide(officer, Role.ADMINISTRATOR)
    Officer.objects.filter(pk=officer.pk).update(is_active=False, sign_in_serial=F("sign_in_serial") + 1)
    if looked_after_the_server:
        check_administrator_left()
    audit.log(by=by, verb="people.officer.disabled", target=officer)


@transaction.atomic
def enable_officer(officer_id: int, *, by: Officer) -> None:
    officer = _managed(by, officer_id)
    Officer.objects.filter(pk=officer.pk).update(is_active=True, last_seen_at=timezone.now())
    audit.log(by=by, verb="people.officer.enabled", target=officer)


@transaction.atomic
def unlock_officer(officer_id: int, *, by: Officer) -> None:
    """Open a dormant account again, and forget failed tries."""
    officer = _managed(by, officer_id)
    Officer.objects.filter(pk=officer.pk).update(locked_at=None, last_seen_at=timezone.now())
    throttle.forget_tries(officer.username)
    audit.log(by=by, verb="people.officer.unlocked", target=officer)


@transaction.atomic
def reset_password(officer_id: int, *, by: Officer) -> str:
    """A new first password, shown once; all sessions end."""
    officer = _managed(by, officer_id, not_own=True)
    password = new_password()
    officer.set_password(password)
    officer.must_change_password = True
    _mark_reset(officer, by)
    audit.log(by=by, verb="people.officer.password_reset", target=officer)
    return password


@transaction.atomic
def reset_second_factor(officer_id: int, *, by: Officer) -> list[str]:
    """Keys and tokens are taken off the account, and a new list of codes is made, shown once; all sessions end."""
    officer = _managed(by, officer_id, not_own=True)
    officer.security_keys.all().delete()
    officer.oath_tokens.filter(is_app=True).delete()
    officer.oath_tokens.update(officer=None)
    made = codes.new_list(officer)
    _mark_reset(officer, by)
    audit.log(by=by, verb="people.officer.second_factor_reset", target=officer)
    return made


@transaction.atomic
def give_token(officer_id: int, token_id: UUID, *, by: Officer) -> None:
    """Hand a hardware token to the officer. Raises NotFoundHere, Conflict."""
    officer = _managed(by, officer_id, not_own=True)
    token = OathToken.objects.filter(pk=token_id, officer=None, is_app=False).first()
    if token is None:
        raise Conflict(_("This token is not free any more."))
    OathToken.objects.filter(pk=token.pk).update(officer=officer)
    _mark_reset(officer, by, keep_sessions=True)
    audit.log(by=by, verb="people.officer.token_given", target=officer, detail={"serial": token.serial})


def new_password() -> str:
    """Readable on paper: 16 of 31 characters, 79 bits; the officer changes it at the first sign-in."""
    return "-".join("".join(secrets.choice(codes.ALPHABET) for _ in range(4)) for _ in range(4))


def _managed(by: Officer, officer_id: int, *, not_own: bool = False) -> Officer:
    officer = officer_for(by, officer_id)
    if not can_manage(by, officer):
        raise NotAllowed
    if not_own and officer.pk == by.pk:
        raise NotAllowed(_("For your own account use the page My sign-in."))
    return officer


def _mark_reset(officer: Officer, by: Officer, *, keep_sessions: bool = False) -> None:
    officer.reset_by, officer.reset_at = by, timezone.now()
    if not keep_sessions:
        officer.sign_in_serial += 1
    officer.save()
    throttle.forget_tries(officer.username)
