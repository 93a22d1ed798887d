import pytest
from django.utils import translation

from assessments.certification.schemes.rules import Rules
from tests.factories import certification as some
from tests.factories import people as a
from tests.factories import sittings


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in the language of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def evaluator(prison):
    return a.officer(prison, "evaluator", "author", username="evaluator", name="考评员")


@pytest.fixture
def marker(prison):
    return a.officer(prison, "evaluator", username="marker", name="阅卷员")


@pytest.fixture
def chief(prison):
    return a.officer(prison, "chief_evaluator", username="chief", name="考评组长")


@pytest.fixture
def second_chief(prison):
    return a.officer(prison, "chief_evaluator", username="second-chief", name="副组长")


@pytest.fixture
def releaser(prison):
    return a.officer(prison, "education_office", username="office", name="教育科")


@pytest.fixture
def paper(evaluator):
    """The approved version of an exam that the server marks alone: three questions of two points."""
    return sittings.an_approved_paper(evaluator, kinds=("choice", "numeric"))


@pytest.fixture
def scheme(evaluator, paper):
    """One part, whose exam is that paper."""
    return some.a_scheme(evaluator, rules=Rules(parts=(some.theory(paper.paper_id),)))
