"""How dates are written on the staff pages."""

from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format


@pytest.mark.parametrize(
    ("language", "form", "written"),
    [
        ("en", "SHORT_DATE_FORMAT", "2026-11-08"),
        ("en", "SHORT_DATETIME_FORMAT", "2026-11-08 18:09"),
        ("en", "DATETIME_FORMAT", "8 November 2026, 18:09"),
        ("zh-hans", "SHORT_DATE_FORMAT", "2026年11月8日"),
    ],
)
def test_a_date_cannot_be_read_in_two_ways(language, form, written):
    with translation.override(language):
        assert date_format(datetime(2026, 11, 8, 18, 9, tzinfo=UTC), form) == written
