"""Killed at every fault point of publishing: the catalogue never names what is not there, and publishing again arrives."""

from tests.faults import serving

POINTS = [
    "packages.blob.after_write",
    "packages.blob.after_rename",
    "packages.blob.before_row",
    "packages.publish.after_manifest",
    "packages.publish.after_live",
    "packages.publish.after_catalogue",
]


def test_killed_while_publishing_the_catalogue_stays_whole(data):
    answers = serving.run("tests.faults.publishing", data, *POINTS)
    assert answers == {point: {"died": True, "wrong": [], "arrived": True} for point in POINTS}
