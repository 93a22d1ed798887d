"""OATH tokens: hardware that shows a code by the clock (RFC 6238) or at a button (RFC 4226), imported from the maker's CSV."""

from __future__ import annotations

import base64
import binascii
import csv
import hmac
import io
import secrets
import time
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp.oath import hotp

from lms.audit import api as audit
from lms.lib.errors import Invalid
from lms.lib.sealing import seal, unseal

from ..models import OathToken, Officer

CLOCK_DRIFT_STEPS = 2  # cheap tokens drift; one minute each way
BUTTON_LOOK_AHEAD = 20  # presses that nobody typed in
MOST_ROWS = 5_000
MOST_BYTES = 1_000_000
_PURPOSE = "oath seed"


def use_token(officer: Officer, typed: str) -> bool:
    """Whether one of the officer's tokens shows this code now; the code and all before it are used up in the same step."""
    code = unicodedata.normalize("NFKC", typed).replace(" ", "").replace("-", "")
    if not (code.isdecimal() and 6 <= len(code) <= 8):
        return False
    return any(_matches(token, code) for token in officer.oath_tokens.all())


def _matches(token: OathToken, code: str) -> bool:
    seed = unseal(_PURPOSE, bytes(token.sealed_seed))
    if token.kind == OathToken.Kind.TOTP:
        now = int(time.time()) // token.step_seconds
        window = range(max(token.next_counter, now - CLOCK_DRIFT_STEPS), now + CLOCK_DRIFT_STEPS + 1)
    else:
        window = range(token.next_counter, token.next_counter + BUTTON_LOOK_AHEAD)
    for counter in window:
        shown = str(hotp(seed, counter, token.digits)).zfill(token.digits)
        if hmac.compare_digest(shown, code):
            # Only one of two requests with the same code moves the counter on.
            fresh = OathToken.objects.filter(pk=token.pk, next_counter=token.next_counter)
            return bool(fresh.update(next_counter=counter + 1, last_used_at=timezone.now()))
    return False


@dataclass(frozen=True)
class Row:
    """One line of the maker's file, and what is wrong with it ("" when nothing is)."""

    line: int
    serial: str
    kind: str = OathToken.Kind.TOTP
    seed: bytes = b""
    digits: int = 6
    step_seconds: int = 30
    counter: int = 0
    verdict: str = ""


def import_tokens(content: bytes, *, by: Officer) -> int:
    """Take all tokens of the file or none. Columns: serial, seed (hex or base32), type, digits, interval, counter. Raises Invalid."""
    rows = read_tokens(content)
    bad = [row for row in rows if row.verdict]
    if bad:
        shown = " ".join(
            _("Line %(line)d: %(verdict)s") % {"line": row.line, "verdict": row.verdict} for row in bad[:10]
        )
        raise Invalid(_("Nothing was imported.") + " " + shown)
    with transaction.atomic():
        OathToken.objects.bulk_create(
            OathToken(
                serial=row.serial,
                kind=row.kind,
                sealed_seed=seal(_PURPOSE, row.seed),
                digits=row.digits,
                step_seconds=row.step_seconds,
                next_counter=row.counter,
            )
            for row in rows
        )
        audit.log(
            by=by,
            verb="people.tokens.imported",
            target=f"{len(rows)} tokens",
            detail={"serials": [row.serial for row in rows][:200]},
        )
    return len(rows)


def read_tokens(content: bytes) -> list[Row]:
    """Every line with its verdict; nothing is written. Raises Invalid when it is no such file at all."""
    if len(content) > MOST_BYTES:
        raise Invalid(_("This file is too large for a list of tokens."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(_("This file is not text in UTF-8. Export the list as CSV again.")) from None
    try:
        lines = list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error:
        raise Invalid(_("This file is not a CSV file.")) from None
    if not lines or not {"serial", "seed"} <= {str(name).strip().lower() for name in lines[0]}:
        raise Invalid(_("The first line must name the columns, and serial and seed must be among them."))
    if len(lines) > MOST_ROWS:
        raise Invalid(_("Import at most %(most)d tokens at a time.") % {"most": MOST_ROWS})
    known = set(OathToken.objects.values_list("serial", flat=True))
    rows = []
    for number, line in enumerate(lines, 2):
        row = _row(number, {str(key).strip().lower(): str(value or "").strip() for key, value in line.items()}, known)
        known.add(row.serial)
        rows.append(row)
    return rows


def _row(number: int, cells: dict[str, str], known: set[str]) -> Row:
    serial, kind = cells["serial"][:100], (cells.get("type") or "totp").lower()
    try:
        seed = _seed(cells["seed"])
        digits, step, counter = (
            int(cells.get(name) or preset) for name, preset in (("digits", 6), ("interval", 30), ("counter", 0))
        )
    except (ValueError, binascii.Error):
        return Row(number, serial, verdict=_("The seed or a number cannot be read."))
    verdict = ""
    if not serial:
        verdict = _("The serial number is missing.")
    elif serial in known:
        verdict = _("A token with this serial number is already here.")
    elif kind not in OathToken.Kind.values:
        verdict = _("The type must be totp or hotp.")
    elif (cells.get("algorithm") or "sha1").lower().replace("-", "") not in {"sha1", "hmacsha1"}:
        verdict = _("Only tokens with SHA-1 can be used.")
    elif len(seed) < 16 or digits not in (6, 7, 8) or not 15 <= step <= 120 or counter < 0:
        verdict = _("The seed is too short, or the number of digits or the interval is out of range.")
    return Row(number, serial, kind, seed, digits, step, counter, verdict)


def _seed(text: str) -> bytes:
    text = text.replace(" ", "").replace("-", "")
    if len(text) % 2 == 0 and not set(text.lower()) - set("0123456789abcdef"):
        return bytes.fromhex(text)
    return base64.b32decode(text.upper() + "=" * (-len(text) % 8))


def free_tokens() -> QuerySet[OathToken]:
    return OathToken.objects.filter(officer=None, is_app=False)


def new_app_seed() -> str:
    """A fresh seed for an authenticator app, base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def app_uri(officer: Officer, seed: str) -> str:
    """What the authenticator app reads from the QR code."""
    return f"otpauth://totp/Newleaf:{quote(officer.username)}?secret={seed}&issuer=Newleaf"


@transaction.atomic
def add_app(officer: Officer, seed: str, typed: str) -> bool:
    """Register an authenticator app once it shows the right code."""
    token = OathToken(
        officer=officer,
        serial=f"app-{officer.pk}-{secrets.token_hex(4)}",
        is_app=True,
        sealed_seed=seal(_PURPOSE, _seed(seed)),
    )
    token.save(force_insert=True)
    if not use_token(officer, typed):
        token.delete()
        return False
    audit.log(by=officer, verb="people.officer.app_added", target=officer)
    return True
