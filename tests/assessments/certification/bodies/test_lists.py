import io

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from assessments.certification.bodies import listing
from assessments.certification.models import RegistrationList
from lms.audit.models import AuditEvent
from lms.lib.errors import Invalid, NotFoundHere
from tests.assessments.certification.bodies.conftest import csv, map_columns, xlsx

pytestmark = pytest.mark.django_db
LIST = ["序号", "姓名", "性别", "身份证号码", "备注"]


@pytest.fixture
def mapped(body, evaluator, scheme):
    content = xlsx([1, "旧学员", "男", "1", ""], headers=LIST, above=[["报名表"]])
    return map_columns(body, evaluator, "candidates", content=content, constants={"性别": "男"})


def make(body, evaluator, prison, *candidates, **more):
    return listing.make_list(body.pk, [one.pk for one in candidates], by=evaluator, prison=prison, **more)


def test_the_list_stands_in_the_bodys_own_workbook(body, mapped, evaluator, prison, candidate):
    made = make(body, evaluator, prison, candidate("张三", identity="110101199001010011"), candidate("李四"))
    rows = list(load_workbook(io.BytesIO(made.content)).active.values)
    assert rows[0][0] == "报名表"
    assert rows[1] == tuple(LIST)
    assert rows[2][:4] == ("1", "张三", "男", "110101199001010011")
    assert rows[3][:3] == ("2", "李四", "男")
    assert AuditEvent.objects.filter(verb="assessments.list.made").count() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_list_comes_as_csv_where_the_body_wants_that(body, scheme, evaluator, prison, candidate, encoding):
    map_columns(body, evaluator, "candidates", content=csv(headers=LIST, encoding=encoding))
    made = make(body, evaluator, prison, candidate("张三"))
    assert "张三" in made.content.decode("gb18030" if encoding == "gb18030" else "utf-8-sig")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_a_name_is_never_a_formula(body, mapped, evaluator, prison, candidate, sign):
    made = make(body, evaluator, prison, candidate(f"{sign}HYPERLINK(1)"))
    cell = load_workbook(io.BytesIO(made.content)).active["B3"]
    assert (cell.data_type, cell.value) == ("s", f"{sign}HYPERLINK(1)")


def test_a_name_is_no_formula_in_csv_either(body, scheme, evaluator, prison, candidate):
    map_columns(body, evaluator, "candidates", content=csv(headers=LIST))
    made = make(body, evaluator, prison, candidate("=1+1"))
    assert "'=1+1" in made.content.decode("utf-8-sig")


def test_who_was_sent_before_is_named_and_not_sent_again(body, mapped, evaluator, prison, candidate):
    one = candidate("张三")
    make(body, evaluator, prison, one)
    with pytest.raises(Invalid, match="张三"):
        make(body, evaluator, prison, one)
    assert RegistrationList.objects.count() == 1
    assert make(body, evaluator, prison, one, again=True).number == 2


def test_another_prison_sends_nobody_of_ours(body, mapped, stranger, other_prison, candidate):
    with pytest.raises(NotFoundHere):
        make(body, stranger, other_prison, candidate("张三"))


def test_who_is_not_eligible_is_not_sent(body, mapped, evaluator, prison, candidate):
    with pytest.raises(Invalid, match="not eligible"):
        make(body, evaluator, prison, candidate("张三", state="withdrawn"))


def test_an_evaluator_sends_no_list_for_all_prisons(body, mapped, evaluator, candidate):
    with pytest.raises(PermissionDenied):
        make(body, evaluator, None, candidate("张三"))


def test_nothing_of_the_prison_stands_in_the_list(body, mapped, evaluator, prison, ward, candidate):
    made = make(body, evaluator, prison, candidate("张三"))
    import zipfile

    parts = zipfile.ZipFile(io.BytesIO(made.content))
    text = b"".join(parts.read(name) for name in parts.namelist()).decode("utf-8", "replace")
    for word in (prison.name, prison.code, ward.name, "L0", "考评员", "newleaf", "新叶"):
        assert word not in text
    assert prison.code not in made.filename
