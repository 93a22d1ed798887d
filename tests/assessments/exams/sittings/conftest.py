import pytest

from tests.factories import people as a
from tests.factories import sittings as some
from tests.factories import tablet


@pytest.fixture
def evaluator(prison):
    return a.officer(prison, "evaluator", "author", username="evaluator", name="考评员")


@pytest.fixture
def invigilator(prison):
    return a.officer(prison, "invigilator", username="invigilator", name="监考员")


@pytest.fixture
def learners(ward, education_office):
    return some.candidates(ward, 2, by=education_office)


@pytest.fixture
def a_tablet(client, device_keeper, prison, ward):
    """A function that pairs one more shared tablet."""

    def pair():
        return tablet.paired(tablet.over_client(client), by=device_keeper, prison=prison, ward=ward)

    return pair


@pytest.fixture
def other_evaluator(other_prison):
    """Holds every role that has to do with exams, in the other prison."""
    roles = ("evaluator", "chief_evaluator", "invigilator", "teacher", "education_office")
    return a.officer(other_prison, *roles, username="other_evaluator", name="外监考评员")
