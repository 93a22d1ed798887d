"""Candidate numbers: the year, a running number of the whole server, and a check digit. They tell nothing of a place."""

from __future__ import annotations

from django.utils import timezone

from ..models import CandidateSerial


def next_numbers(count: int) -> list[str]:
    """So many new numbers, in the caller's transaction: "20260000017"."""
    year = timezone.localdate().year
    CandidateSerial.objects.get_or_create(pk=year)
    row = CandidateSerial.objects.select_for_update().get(pk=year)
    first = row.last + 1
    row.last += count
    row.save(update_fields=["last"])
    return [number_of(year, serial) for serial in range(first, first + count)]


def number_of(year: int, serial: int) -> str:
    digits = f"{year}{serial:06d}"
    return digits + check_digit(digits)


def is_number(text: str) -> bool:
    """Whether the check digit is right: a slip of one digit, or two neighbours exchanged, is seen."""
    return text.isascii() and text.isdigit() and len(text) >= 11 and check_digit(text[:-1]) == text[-1]


def check_digit(digits: str) -> str:
    """Luhn's (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
