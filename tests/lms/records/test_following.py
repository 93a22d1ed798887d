import pytest

from lms.records import api as records
from tests.factories.records import a_statement


def test_a_follower_sees_every_statement_once(learner):
    rows = [a_statement(learner) for _ in range(5)]
    seen = []
    assert records.follow("test", seen.extend, limit=2) == 5
    assert [row.id for row in seen] == [row.id for row in rows]
    assert records.follow("test", seen.extend) == 0


def test_a_batch_that_fails_is_given_again(learner):
    row = a_statement(learner)

    def fail(batch):
        raise ValueError

    with pytest.raises(ValueError):
        records.follow("test", fail)
    seen = []
    records.follow("test", seen.extend)
    assert [found.id for found in seen] == [row.id]


def test_two_followers_do_not_disturb_each_other(learner):
    a_statement(learner)
    records.follow("one", lambda batch: None)
    assert (records.waiting("one"), records.waiting("two")) == (0, 1)


def test_a_restarted_follower_reads_from_the_beginning(learner):
    a_statement(learner)
    seen = []
    records.follow("test", seen.extend)
    records.restart("test")
    records.follow("test", seen.extend)
    assert len(seen) == 2
