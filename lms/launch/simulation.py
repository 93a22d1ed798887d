"""The start page's switch for a simulated live lesson: a file that the page makes and removes, and that the demo's supervisor follows."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from lms.launch.supervisor import Program, Supervisor

SWITCH, TOLD = "simulate-a-lesson", "simulated-lesson.json"  # the second one is written by the camera's process
_NAME = "camera"
_COMMAND = [sys.executable, "-m", "django", "simulate_live_lesson"]


def camera() -> Program:
    return Program(_NAME, _COMMAND, once=True)


def tidy() -> Program:
    """Ends the lesson of a demo that was killed in the middle of it."""
    return Program("camera-of-before", [*_COMMAND, "--end"], once=True)


def switch_on(data: Path) -> None:
    """Pressed twice, it is one lesson."""
    try:
        with (data / SWITCH).open("x") as file:
            file.write(str(time.time_ns()))
    except FileExistsError:
        return


def switch_off(data: Path) -> None:
    (data / SWITCH).unlink(missing_ok=True)


def is_on(data: Path) -> bool:
    return (data / SWITCH).exists()


def told(data: Path) -> dict[str, Any]:
    """What the camera last said: its state (starting, live, over) and the pages that show its lesson; empty before the first one."""
    try:
        found = json.loads((data / TOLD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def phase(data: Path) -> str:
    """For the start page: off, starting, live, ending, over."""
    state = told(data).get("state", "")
    if is_on(data):
        return "live" if state == "live" else "starting"
    return "ending" if state in ("starting", "live") else "over" if state == "over" else "off"


class Follower:
    """Starts the camera when the switch is made, ends it when the switch is gone, and puts the switch back when the lesson ended by itself."""

    def __init__(self, data: Path, supervisor: Supervisor) -> None:
        self._data, self._supervisor, self._pressed = data, supervisor, ""

    def look(self) -> None:
        try:
            pressed = (self._data / SWITCH).read_text()
        except FileNotFoundError:
            pressed = ""
        if pressed != self._pressed:
            if self._pressed:
                self._supervisor.remove(_NAME)
            if pressed:
                self._supervisor.add([camera()])
            self._pressed = pressed
        elif pressed and self._supervisor.has_finished(_NAME):
            switch_off(self._data)
