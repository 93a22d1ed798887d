"""A worker that is killed while it makes a draft lesson leaves a row that the next one takes up: one lesson, with its film."""

from tests.faults import databases, serving
from tests.streaming.packager.studio import film


def test_a_draft_whose_worker_was_killed_is_made_once(tmp_path):
    lesson = film(tmp_path / "lesson.mkv", seconds=6, extra=("-cluster_time_limit", "500"))
    data = tmp_path / "data"
    databases.make(data)
    answer = serving.run("tests.streaming.lessons.killing", data, lesson, "streaming.lessons.after_video")
    databases.remove(data)
    assert answer == {"died": True, "found_again": True, "state": "done", "pages": 1, "video_ready": True}
