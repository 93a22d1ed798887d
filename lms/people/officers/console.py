"""What only somebody at the server's console may do: make the first account, and let an administrator back in."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Conflict, NotFoundHere

from ..models import Officer
from ..signin import codes, throttle
from .accounts import new_password

CONSOLE = "console"


@transaction.atomic
def first_administrator(username: str, name: str) -> tuple[Officer, str, list[str]]:
    """The first account of a new server, with a first password and one-time codes. Raises Conflict when there is one already."""
    if Officer.objects.filter(is_superuser=True).exists():
        raise Conflict(_("This server has its first account. Use rescue_officer to let its owner back in."))
    password = new_password()
    officer = Officer.objects.create_superuser(username, password, name=name, must_change_password=True)
    made = codes.new_list(officer)
    audit.log(by=CONSOLE, verb="people.officer.first_created", target=officer)
    return officer, password, made


@transaction.atomic
def rescue_officer(username: str) -> tuple[Officer, str, list[str]]:
    """Unlock and enable an account and set its sign-in anew; all its sessions end. Raises NotFoundHere."""
    officer = Officer.objects.filter(username=username).first()
    if officer is None:
        raise NotFoundHere(_("There is no officer with this sign-in name."))
    password = new_password()
    officer.set_password(password)
    officer.is_active, officer.locked_at, officer.must_change_password = True, None, True
    officer.last_seen_at = timezone.now()
    officer.sign_in_serial = F("sign_in_serial") + 1
    officer.save()
    officer.security_keys.all().delete()
    officer.oath_tokens.update(officer=None)
    made = codes.new_list(officer)
    throttle.forget_tries(officer.username)
    audit.log(by=CONSOLE, verb="people.officer.rescued", target=officer)
    return officer, password, made
