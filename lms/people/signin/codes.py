"""Printed lists of one-time codes: made once, shown once, kept as keyed hashes."""

from __future__ import annotations

import hmac
import secrets
import unicodedata

from django.db import transaction
from django.utils import timezone

from lms.lib.sealing import derived_key

from ..models import Officer, OneTimeCode

LIST_LENGTH = 20
CODE_LENGTH = 10  # of 31 characters: 49 bits, out of reach at the pace that throttle.py allows
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else in print


@transaction.atomic
def new_list(officer: Officer) -> list[str]:
    """Replace the officer's list. The codes are returned for printing and can never be read again."""
    officer.one_time_codes.all().delete()
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(LIST_LENGTH)]
    OneTimeCode.objects.bulk_create(
        OneTimeCode(officer=officer, number=number, code_hash=_hashed(officer, code))
        for number, code in enumerate(codes, 1)
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def use_code(officer: Officer, typed: str) -> bool:
    """Whether this is an unused code of the officer's; it is used up in the same step."""
    code = plain(typed)
    if len(code) != CODE_LENGTH:
        return False
    unused = officer.one_time_codes.filter(code_hash=_hashed(officer, code), used_at=None)
    return bool(unused.update(used_at=timezone.now()))


def codes_left(officer: Officer) -> int:
    return officer.one_time_codes.filter(used_at=None).count()


def plain(typed: str) -> str:
    """What was typed, full-width digits, hyphens, blanks and small letters made even."""
    return "".join(char for char in unicodedata.normalize("NFKC", typed).upper() if char.isalnum())


def _hashed(officer: Officer, code: str) -> str:
    return hmac.digest(derived_key("one-time code"), f"{officer.pk}:{code}".encode(), "sha256").hex()
