import io

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from assessments.bank.exchange.opening import Unreadable
from assessments.certification.bodies import mapping
from assessments.certification.models import ColumnMapping, ResultFile
from lms.audit.models import AuditEvent
from lms.lib.errors import Invalid, NotFoundHere
from tests.assessments.certification.bodies.conftest import HEADERS, csv, map_columns, xlsx

pytestmark = pytest.mark.django_db
LIST = ["序号", "姓名", "性别", "身份证号码", "申报职业", "备注"]


def test_columns_are_proposed_by_their_headings(body, evaluator, scheme):
    draft = mapping.begin_mapping(body.pk, "results", xlsx(above=[["某鉴定中心成绩单"]]), "s.xlsx", by=evaluator)
    assert draft.header_row == 2
    assert draft.columns == {
        "number": "考生号",
        "name": "姓名",
        "identity_number": "身份证号",
        "taken_on": "考试日期",
        "part:theory": "理论成绩",
        "part:practical": "实操成绩",
        "certificate_number": "证书编号",
        "issued_on": "发证日期",
    }


def test_a_saved_mapping_replaces_the_one_before_and_both_are_kept(body, evaluator, scheme):
    map_columns(body, evaluator)
    second = map_columns(body, evaluator)
    assert second.number == 2
    assert [one.replaced_at is None for one in ColumnMapping.objects.order_by("number")] == [False, True]
    assert AuditEvent.objects.filter(verb="assessments.mapping.saved").count() == 2


def test_another_prisons_evaluator_changes_no_columns(body, stranger, scheme):
    with pytest.raises(NotFoundHere):
        mapping.begin_mapping(body.pk, "results", xlsx(), "s.xlsx", by=stranger)


def test_a_bodys_columns_are_not_changed_by_the_education_office(body, education_office, scheme):
    with pytest.raises(PermissionDenied):
        mapping.begin_mapping(body.pk, "results", xlsx(), "s.xlsx", by=education_office)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"number": "不存在"}, "no column"),
        ({"number": "姓名", "name": "姓名"}, "twice"),
        ({"name": "姓名"}, "candidate number"),
        ({"number": "考生号", "part": "姓名"}, "both columns"),
    ],
    ids=["missing", "twice", "nobody", "part-without-score"],
)
def test_a_mapping_that_cannot_be_used_is_not_saved(body, evaluator, scheme, columns, words):
    with pytest.raises(Invalid, match=words):
        map_columns(body, evaluator, columns=columns)
    assert not ColumnMapping.objects.filter(saved_at__isnull=False).exists()


def test_a_file_without_a_mapped_column_ends_with_a_sentence(read):
    headers = ["考号", *HEADERS[1:]]
    with pytest.raises(Unreadable, match="考生号"):
        read(content=xlsx(["1", "甲"], headers=headers))
    assert not ResultFile.objects.exists()


def test_without_a_mapping_the_officer_is_told_what_to_do(body, evaluator, scheme, prison):
    from assessments.certification.bodies import results

    with pytest.raises(Invalid, match="sample"):
        results.read_results(body.pk, xlsx(), "r.xlsx", by=evaluator, prison=prison)


def test_nobody_of_the_sample_is_kept(body, evaluator, scheme):
    content = xlsx([1, "别家学员", "男", "110101199001010011", "焊工", "=1+1"], headers=LIST)
    draft = mapping.begin_mapping(body.pk, "candidates", content, "s.xlsx", by=evaluator)
    values = [cell for row in load_workbook(io.BytesIO(draft.template)).active.values for cell in row if cell]
    assert values == LIST


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_any_usual_encoding(body, evaluator, scheme, encoding):
    draft = mapping.begin_mapping(body.pk, "results", csv(encoding=encoding), "s.csv", by=evaluator)
    assert draft.columns["name"] == "姓名"
    assert draft.format == ("csv-gb18030" if encoding == "gb18030" else "csv-utf-8")
