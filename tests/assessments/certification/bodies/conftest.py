import io

import pytest
from django.utils import timezone, translation
from openpyxl import Workbook

from assessments.certification.bodies import mapping, results
from assessments.certification.candidacies.states import CandidacyState as S
from tests.factories import certification as some
from tests.factories import people as a

HEADERS = ["考生号", "姓名", "身份证号", "考试日期", "理论成绩", "实操成绩", "证书编号", "发证日期"]
DAY = "2026-03-31"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def evaluator(prison):
    return a.officer(prison, "evaluator", username="evaluator", name="考评员")


@pytest.fixture
def stranger(other_prison):
    return a.officer(other_prison, "evaluator", "chief_evaluator", username="stranger", name="外监考评员")


@pytest.fixture
def body(evaluator):
    return some.a_body(evaluator, code="OUT", outside=True)


@pytest.fixture
def scheme(evaluator, body):
    return some.a_scheme(evaluator, body=body)


@pytest.fixture
def candidate(evaluator, scheme, ward):
    """Makes an eligible candidate."""
    made = []

    def make(name, *, identity="", **fields):
        learner = a.learner(ward, number=f"L{len(made)}", name=name)
        one = some.a_candidacy(evaluator, learner, scheme, state=fields.pop("state", S.ELIGIBLE))
        if identity:
            type(one).objects.filter(pk=one.pk).update(identity_number=identity)
            one.refresh_from_db()
        made.append(one)
        return one

    return make


def xlsx(*rows, headers=HEADERS, title="Sheet1", above=()):
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in (*above, headers, *rows):
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv(*rows, headers=HEADERS, encoding="utf-8"):
    return "\r\n".join(",".join(str(cell) for cell in row) for row in (headers, *rows)).encode(encoding)


def line(one, *, name=None, number=None, identity="", theory=80, practical=70, certificate="", issued=""):
    return [
        one.number if number is None else number,
        one.holder_name if name is None else name,
        identity,
        DAY,
        theory,
        practical,
        certificate,
        issued,
    ]


def map_columns(body, by, kind="results", *, content=None, **changed):
    draft = mapping.begin_mapping(body.pk, kind, content or xlsx(), "sample.xlsx", by=by)
    chosen = {"columns": draft.columns, "constants": draft.constants, "date_format": "%Y-%m-%d"} | changed
    return mapping.save_mapping(draft.pk, by=by, **chosen)


@pytest.fixture
def read(body, evaluator, scheme, prison):
    """Reads rows as a file of the body."""
    map_columns(body, evaluator)

    def reading(*rows, content=None, by=None, name="results.xlsx"):
        return results.read_results(body.pk, content or xlsx(*rows), name, by=by or evaluator, prison=prison)

    return reading


@pytest.fixture
def today():
    return timezone.localdate()
