"""A simulated lesson: a camera that nobody holds, until it is told to stop. The tests follow one another."""

import json
import signal

import pytest

pytestmark = pytest.mark.slow

SIMULATE = ["simulate_live_lesson", "--minutes", "30"]


def told(world):
    return json.loads((world.data / "simulated-lesson.json").read_text())


def on_air(lessons):
    return bool(lessons) and lessons[-1]["state"] == "live" and lessons[-1]["epochs"][-1][0] >= 4


def test_a_killed_camera_goes_on_with_its_lesson_and_a_stop_ends_it(world):
    with world.start(*SIMULATE) as first:
        world.until(on_air)
        assert told(world)["state"] == "live"
        first.kill()
    with world.start(*SIMULATE) as second:
        world.until(lambda lessons: on_air(lessons) and len(lessons[0]["epochs"]) == 2)
        second.send_signal(signal.SIGTERM)
        assert second.wait(60) == 0
    (lesson,) = world.lessons()
    assert lesson["state"] == "ended"
    assert lesson["epochs"][1][2]
    assert told(world)["state"] == "over"


def test_its_recording_goes_the_normal_way(world):
    (lesson,) = world.until(lambda lessons: lessons[0]["state"] == "ended")
    script = (
        "from streaming.closer import closing, sweeping\n[closing.close(one) for one in sweeping.find_recordings()]"
    )
    world.until(lambda _lessons: world.run("shell", "-c", script)[0] == 0 and world.lessons()[0]["stage"] == "verified")
    (lesson,) = world.lessons()
    assert lesson["seconds"] > 2


def test_what_a_killed_one_left_is_ended(world):
    with world.start(*SIMULATE) as process:
        world.until(lambda lessons: len(lessons) == 2 and on_air(lessons))
        process.kill()
    assert world.run("simulate_live_lesson", "--end")[0] == 0
    assert world.lessons()[-1]["state"] == "ended"
