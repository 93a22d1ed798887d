"""The start page's switch for a simulated lesson, and the supervisor that follows it."""

import json
import sys

import pytest
from django.conf import settings as django_settings
from django.urls import Resolver404, get_resolver

from lms.launch import simulation, start_page
from lms.launch.supervisor import Supervisor

PLAYS = "import time; time.sleep(600)"


@pytest.fixture
def follow(tmp_path, monkeypatch):
    """follow(script, *ways) runs the supervisor with this for a camera; each way is called until it answers true, then the next."""

    def run(script, *ways):
        monkeypatch.setattr(simulation, "_COMMAND", [sys.executable, "-c", script])
        supervisor = Supervisor([], say=lambda line: None)
        follower, left = simulation.Follower(tmp_path, supervisor), list(ways)

        def also():
            follower.look()
            if left and left[0](supervisor):
                left.pop(0)
            if not left:
                supervisor.stop()

        supervisor.run(also=also)

    return run


def cameras(supervisor):
    return [one for one in supervisor._all if one.program.name == "camera"]


def test_pressed_twice_there_is_one_camera_and_the_stop_ends_it(tmp_path, follow):
    simulation.switch_on(tmp_path)
    seen = []

    def pressed_again(supervisor):
        simulation.switch_on(tmp_path)
        seen.extend(one.process for one in cameras(supervisor) if one.process)
        return len(seen) >= 3

    def stopped(supervisor):
        simulation.switch_off(tmp_path)
        return not cameras(supervisor)

    follow(PLAYS, pressed_again, stopped)
    assert len(set(seen)) == 1
    assert seen[0].poll() is not None


def test_a_lesson_that_ends_by_itself_puts_the_switch_back_and_can_be_had_again(tmp_path, follow):
    simulation.switch_on(tmp_path)
    ran = tmp_path / "ran"

    def ended(supervisor):
        return not simulation.is_on(tmp_path)

    def again(supervisor):
        simulation.switch_on(tmp_path)
        return True

    follow(f"open({str(ran)!r}, 'a').write('.')", ended, again, ended)
    assert ran.read_text() == ".."


def test_ctrl_c_ends_the_camera_with_the_rest(tmp_path, follow):
    simulation.switch_on(tmp_path)
    seen = []

    def plays(supervisor):
        seen.extend(one.process for one in cameras(supervisor) if one.process)
        return bool(seen)

    follow(PLAYS, plays)
    assert seen[0].poll() is not None


@pytest.mark.parametrize(
    ("on", "state", "phase"),
    [
        (False, "", "off"),
        (True, "", "starting"),
        (True, "over", "starting"),
        (True, "live", "live"),
        (False, "live", "ending"),
        (False, "over", "over"),
    ],
)
def test_the_page_says_where_it_stands(tmp_path, on, state, phase):
    if on:
        simulation.switch_on(tmp_path)
    if state:
        (tmp_path / simulation.TOLD).write_text(json.dumps({"state": state}))
    assert simulation.phase(tmp_path) == phase


@pytest.fixture
def page(settings, tmp_path, rf):
    """press("yes") or press("no") on the start page of a demo with this data folder; `told` is what the sample loader says."""
    settings.DATA_DIR, settings.ROOT_URLCONF = tmp_path, "lms.urls.demo"

    def press(on, **told):
        (tmp_path / "samples.json").write_text(json.dumps({"done": True, "officers": [], "learners": [], **told}))
        return start_page.switch_lesson(rf.post("/lesson/", {"on": on}))

    return press


def test_the_buttons_start_and_end_it(page, tmp_path):
    assert page("yes").url == "/"
    assert simulation.is_on(tmp_path)
    page("no")
    assert not simulation.is_on(tmp_path)


def test_there_is_no_lesson_before_there_are_people(page, tmp_path):
    page("yes", done=False)
    assert not simulation.is_on(tmp_path)


def test_only_the_demo_has_the_route(client, settings):
    """Outside the demo its host is nobody's, and no other table knows the address."""
    assert client.post("/lesson/", {"on": "yes"}, headers={"host": "newleaf.localhost"}).status_code in (400, 404)
    assert "demo" not in settings.ORIGIN_HOSTS.values()
    for table in ("staff", "tablet", "content", "ingest"):
        assert view_at(f"lms.urls.{table}", "/lesson/") is not start_page.switch_lesson
    assert view_at("lms.urls.demo", "/lesson/") is start_page.switch_lesson
    assert not (django_settings.DATA_DIR / simulation.SWITCH).exists()


def view_at(table, path):
    try:
        return get_resolver(table).resolve(path).func
    except Resolver404:
        return None
