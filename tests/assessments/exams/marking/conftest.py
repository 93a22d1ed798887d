import pytest
from django.utils import translation

from tests.factories import marking as some
from tests.factories import people as a
from tests.factories import sittings


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in the language of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def evaluator(prison):
    """Plans sittings and invigilates them."""
    return a.officer(prison, "evaluator", "author", username="evaluator", name="考评员")


@pytest.fixture
def first(prison):
    return a.officer(prison, "evaluator", username="first", name="甲阅卷员")


@pytest.fixture
def second(prison):
    return a.officer(prison, "evaluator", username="second", name="乙阅卷员")


@pytest.fixture
def third(prison):
    return a.officer(prison, "evaluator", username="third", name="丙阅卷员")


@pytest.fixture
def chief(prison):
    return a.officer(prison, "chief_evaluator", username="chief", name="考评组长")


@pytest.fixture
def second_chief(prison):
    return a.officer(prison, "chief_evaluator", username="second-chief", name="副组长")


@pytest.fixture
def of_the_ward(ward):
    """Evaluates in the whole prison, and teaches in the candidates' ward."""
    made = a.officer(ward.prison, "evaluator", "education_office", username="ward", name="本监区民警")
    a.grant_at_setup(made, "teacher", ward=ward, reason="test")
    return made


@pytest.fixture
def learners(ward):
    return sittings.candidates(ward, 3)


@pytest.fixture
def ended(evaluator, learners):
    return some.an_ended_sitting(evaluator, learners)


@pytest.fixture
def marked(evaluator, learners, chief, first, second):
    return some.a_marked_sitting(evaluator, learners, chief=chief, markers=(first, second))


@pytest.fixture
def released(evaluator, learners, chief, first, second, education_office):
    return some.a_released_sitting(evaluator, learners, chief=chief, markers=(first, second), releaser=education_office)
