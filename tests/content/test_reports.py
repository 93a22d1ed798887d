"""Wagtail's own reports, as a spreadsheet."""

import io

import openpyxl
import pytest
from django.urls import reverse

from tests.factories import content as a

FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def staff(client, settings, author, reviewer):
    client.defaults["HTTP_HOST"] = settings.STAFF_HOST
    a.published(a.a_course(by=author, title=FORMULA), author=author, reviewer=reviewer)
    client.force_login(reviewer)
    return client


def exported(staff, kind):
    return b"".join(staff.get(reverse("wagtailadmin_reports:aging_pages"), {"export": kind}).streaming_content)


def test_a_title_is_no_formula_in_the_csv_of_a_report(staff):
    table = exported(staff, "csv").decode()
    assert f"'{FORMULA}" in table
    assert f"\n{FORMULA}" not in table


def test_a_title_is_no_formula_in_the_excel_file_of_a_report(staff):
    sheet = openpyxl.load_workbook(io.BytesIO(exported(staff, "xlsx"))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == FORMULA]
    assert cells
    assert all(cell.data_type == "s" for cell in cells)
