import pytest

from tests.factories import people as a
from tests.factories import practicals as some
from tests.factories import sittings


@pytest.fixture
def evaluator(prison):
    return a.officer(prison, "evaluator", "author", username="evaluator", name="考评员甲")


@pytest.fixture
def second(prison):
    return a.officer(prison, "evaluator", username="second", name="考评员乙")


@pytest.fixture
def third(prison):
    return a.officer(prison, "evaluator", username="third", name="考评员丙")


@pytest.fixture
def chief(prison):
    return a.officer(prison, "chief_evaluator", username="chief", name="考评组长")


@pytest.fixture
def of_the_ward(prison, ward):
    """An evaluator of the prison who has also a role in the candidates' ward."""
    officer = a.officer(prison, "evaluator", username="of_the_ward", name="本监区民警")
    a.grant_at_setup(officer, "teacher", prison=prison, ward=ward, reason="test")
    return officer


@pytest.fixture
def sitting(evaluator, ward):
    return some.a_practical_sitting(evaluator, sittings.candidates(ward, 2))


@pytest.fixture
def task(sitting):
    return some.task_of(sitting)


@pytest.fixture
def pens(evaluator, second):
    return some.Pen(evaluator), some.Pen(second)
