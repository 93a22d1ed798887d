"""The finished sample lesson: killed in the middle it goes on, and there is one of it. One slide instead of ten; the tests follow one another."""

import pytest

pytestmark = pytest.mark.slow

LOAD = ["load_live_sample", "--slides", "1"]


@pytest.fixture(scope="module")
def killed(world):
    """Killed after twenty of its chunks."""
    assert world.run(*LOAD, NEWLEAF_FAULT="streaming.samples.after_chunk:20")[0] == -9
    return world.lessons()


@pytest.fixture(scope="module")
def loaded(world, killed):
    """Killed once more, ended as forgotten, and begun again on another day."""
    assert world.run(*LOAD, NEWLEAF_FAULT="streaming.samples.after_chunk:20")[0] == -9
    assert world.lessons()[0]["epochs"][0][0] >= 40
    ended = "from streaming.models import Broadcast\nfrom streaming.api import end_broadcast\n"
    assert world.run("shell", "-c", ended + "end_broadcast(Broadcast.objects.get().pk, by=None)")[0] == 0
    status, printed = world.run(*LOAD)
    assert status == 0
    assert printed.splitlines()[-1].startswith("100 %")
    return world.lessons()


def test_a_killed_run_leaves_a_lesson_that_is_on_the_air(killed):
    (lesson,) = killed
    assert (lesson["state"], lesson["stage"]) == ("live", "")


def test_the_next_run_goes_on_with_the_same_lesson_and_brings_it_to_the_learners(killed, loaded):
    (lesson,) = loaded
    assert lesson["state"] == "ended"
    assert lesson["stage"] == "published"
    assert lesson["lesson_live"]
    ((chunks, _bytes, finished),) = lesson["epochs"]
    assert (finished, chunks) == (True, pytest.approx(2 * lesson["seconds"], abs=4))


def test_nothing_is_missing_in_it(loaded):
    (lesson,) = loaded
    assert (lesson["alarms"], lesson["transcript"]) == ([], ["done", True])
    assert lesson["seconds"] > 20
    assert lesson["cues"][0] >= 10
    assert lesson["there"] == 41


def test_a_second_start_does_nothing(world, loaded):
    assert world.run(*LOAD) == (0, "")
    assert world.lessons() == loaded


def test_without_its_mark_it_still_finds_what_is_there(world, loaded):
    (world.data / "live-sample.json").unlink()
    assert world.run(*LOAD)[0] == 0
    assert world.lessons() == loaded
