"""Killed at every fault point of re-scoring and of releasing: all of it happened or nothing, and doing it again arrives."""

from tests.faults import serving

POINTS = [
    "assessments.rescore.before_scores",
    "assessments.rescore.after_scores",
    "assessments.rescore.after_outcomes",
    "assessments.rescore.before_commit",
    "assessments.release.after_approval",
    "assessments.release.after_outcomes",
    "assessments.release.after_statistics",
    "assessments.release.before_commit",
]


def test_killed_while_scoring_again_or_releasing_all_happened_or_nothing(data):
    answers = serving.run("tests.faults.releasing", data, *POINTS)
    assert answers == {point: {"died": True, "untouched": True, "arrived": True} for point in POINTS}
