"""A bank with enough questions, a placement test on it."""

import pytest

from tests.factories import placement as a


@pytest.fixture
def items(author):
    return a.some_items(author)


@pytest.fixture
def placement_test(education_office, items):
    return a.a_test(education_office)
