import pytest
from django.utils import translation

from tests.factories import certificates as some
from tests.factories import people as a


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in the language of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def first(prison):
    return a.officer(prison, "evaluator", username="first", name="甲考评员")


@pytest.fixture
def second(prison):
    made = a.officer(prison, "evaluator", username="second", name="乙考评员")
    type(made).objects.filter(pk=made.pk).update(language="en")  # what a worker writes is in the approver's language
    return made


@pytest.fixture
def chief(prison):
    return a.officer(prison, "chief_evaluator", username="chief", name="考评组长")


@pytest.fixture
def second_chief(prison):
    return a.officer(prison, "chief_evaluator", username="second-chief", name="副组长")


@pytest.fixture
def of_the_ward(ward):
    """Evaluates in the whole prison, and teaches in the candidates' ward."""
    made = a.officer(ward.prison, "evaluator", username="ward", name="本监区民警")
    a.grant_at_setup(made, "teacher", ward=ward, reason="test")
    return made


@pytest.fixture
def elsewhere(other_prison):
    return a.officer(other_prison, "evaluator", "chief_evaluator", username="elsewhere", name="外监考评员")


@pytest.fixture
def body(prison, chief):
    return some.a_signing_body(by=chief, prison=prison)


@pytest.fixture
def scheme(body):
    return some.a_live_scheme(body)


@pytest.fixture
def awarded(scheme, ward):
    """Three candidates who wait for their certificate."""
    names = ("王小明", "李大海", "古丽·买买提")
    learners = [a.learner(ward, number=f"30{n}", name=name) for n, name in enumerate(names, 1)]
    return [some.a_candidate(scheme, learner) for learner in learners]
