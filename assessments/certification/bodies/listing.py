"""Registration lists: candidates in the body's own columns, recorded as they were handed over."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook

from lms.audit import api as audit
from lms.lib.errors import Invalid
from lms.lib.tables import safe_cell, safe_text
from lms.people.models import Officer, Prison

from ..candidacies.states import CandidacyState
from ..models import AwardingBody, Candidacy, ColumnMapping, ListedCandidacy, RegistrationList
from ..permissions import candidacies_for
from .fields import Kind
from .mapping import needed_mapping, written_day
from .permissions import check_can_send, outside_body_for
from .spreadsheets import MAX_ROWS


def eligible_for(officer: Any, body: AwardingBody, prison: Prison | None = None) -> QuerySet[Candidacy]:
    """Who may be registered with the body: eligible in one of its schemes; `listed`: whether already on a list."""
    found = candidacies_for(officer).filter(scheme__body=body, state=CandidacyState.ELIGIBLE)
    if prison is not None:
        found = found.filter(prison=prison)
    listed = ListedCandidacy.objects.filter(candidacy=OuterRef("pk"))
    return found.select_related("learner", "scheme__occupation", "prison").annotate(listed=Exists(listed))


@transaction.atomic
def make_list(
    body_id: UUID | str,
    candidacy_ids: Sequence[UUID | str],
    *,
    by: Officer,
    prison: Prison | None = None,
    again: bool = False,
) -> RegistrationList:
    """`again`: also those who were sent before. `prison`: none for several prisons. Raises NotFoundHere, PermissionDenied, Invalid."""
    body = outside_body_for(by, body_id)
    check_can_send(by, prison)
    mapping = needed_mapping(body, Kind.CANDIDATES)
    body = AwardingBody.objects.select_for_update().get(pk=body.pk)
    wanted = {str(key) for key in candidacy_ids}
    if not wanted:
        raise Invalid(_("Choose at least one candidate."))
    if len(wanted) > MAX_ROWS:
        raise Invalid(_("At most %(n)s candidates fit into one list.") % {"n": MAX_ROWS})
    rows = [one for one in eligible_for(by, body, prison).order_by("scheme", "number") if str(one.pk) in wanted]
    if len(rows) != len(wanted):
        raise Invalid(_("Some of these candidates are not eligible any more, or are not yours. Load the page again."))
    sent = [one for one in rows if one.listed]  # type: ignore[attr-defined]
    if sent and not again:
        names = ", ".join(f"{one.holder_name} ({one.number})" for one in sent[:10])
        raise Invalid(
            _("Sent already: %(names)s (%(n)s in all). Take them out, or say that they are to be sent again.")
            % {"names": names, "n": len(sent)}
        )
    number = (body.lists.values_list("number", flat=True).order_by("-number").first() or 0) + 1
    suffix = "xlsx" if mapping.format == ColumnMapping.Format.XLSX else "csv"
    made = RegistrationList.objects.create(
        body=body,
        mapping=mapping,
        prison=prison,
        number=number,
        filename=f"{body.code}-{timezone.localdate():%Y%m%d}-{number}.{suffix}",
        content=written(mapping, rows),
        count=len(rows),
        made_by=audit.label(by),
    )
    ListedCandidacy.objects.bulk_create(
        ListedCandidacy(list=made, candidacy=one, prison_id=one.prison_id, place=place)
        for place, one in enumerate(rows, start=1)
    )
    detail = {"list": made.filename, "candidates": len(rows), "again": len(sent)}
    audit.log(by=by, verb="assessments.list.made", target=body, prison=prison, detail=detail)
    return made


def written(mapping: ColumnMapping, candidacies: Iterable[Candidacy]) -> bytes:
    """The file as the body wants it. Every cell is a text, so that nothing is run as a formula."""
    by_header = {header: name for name, header in mapping.columns.items()}
    lines = []
    for place, one in enumerate(candidacies, start=1):
        values = _values(one, place, mapping.date_format)
        lines.append(
            [
                values[by_header[header]] if header in by_header else mapping.constants.get(header, "")
                for header in mapping.headers
            ]
        )
    return _xlsx(mapping, lines) if mapping.format == ColumnMapping.Format.XLSX else _csv(mapping, lines)


def _values(one: Candidacy, place: int, date_format: str) -> dict[str, str]:
    scheme = one.scheme
    return {
        "place": str(place),
        "number": one.number,
        "name": one.holder_name,
        "latin": one.holder_latin,
        "identity_number": one.identity_number,
        "born_on": written_day(one.born_on, date_format),
        "scheme": scheme.title,
        "scheme_code": scheme.code,
        "occupation": scheme.occupation.name if scheme.occupation else "",
        "level": str(scheme.level or ""),
        "registered_on": written_day(one.registered_on, date_format),
    }


def _xlsx(mapping: ColumnMapping, lines: list[list[str]]) -> bytes:
    if mapping.template:
        book = load_workbook(io.BytesIO(bytes(mapping.template)), keep_links=False)
        sheet = book.worksheets[0]
    else:
        book = Workbook()
        sheet = book.worksheets[0]
        for column, header in enumerate(mapping.headers, start=1):
            sheet.cell(mapping.header_row, column, safe_text(header)).data_type = "s"
    for row, line in enumerate(lines, start=mapping.header_row + 1):
        for column, text in enumerate(line, start=1):
            if text:
                cell = sheet.cell(row, column)
                cell.value, cell.number_format = safe_text(text), "@"
                cell.data_type = "s"
    book.properties.creator = book.properties.lastModifiedBy = None
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _csv(mapping: ColumnMapping, lines: list[list[str]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for _gap in range(mapping.header_row - 1):
        writer.writerow([])
    writer.writerow([safe_cell(header) for header in mapping.headers])
    writer.writerows([safe_cell(text) for text in line] for line in lines)
    encoding = "gb18030" if mapping.format == ColumnMapping.Format.GB18030 else "utf-8-sig"
    return buffer.getvalue().encode(encoding, "replace")
