import pytest
from django.utils import translation

from tests.factories import people as a


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in the language of the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def evaluator(prison):
    return a.officer(prison, "evaluator", "author", username="evaluator", name="考评员")
