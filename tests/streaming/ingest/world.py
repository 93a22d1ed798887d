"""Fills an empty data folder: a prison with two teachers and broadcasts. Prints them as JSON."""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from streaming import api as streaming  # noqa: E402
from tests.factories import people as a  # noqa: E402
from tests.factories.broadcasts import a_broadcast, a_recording  # noqa: E402

ENCODERS = 15  # from here on they come from encoders
SRT = (
    ENCODERS + 4
)  # the one that is listened for from the start: each listener is a process that takes seconds to begin


def start(number):
    return timezone.now() + timedelta(hours=5 if number >= ENCODERS and number != SRT else 0)


def main():
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    prison = a.prison()
    teachers = [a.officer(prison, "teacher", username=f"teacher-{number}") for number in (1, 2)]
    broadcasts = [a_broadcast(teachers[0], title=f"第{number}课", planned_start=start(number)) for number in range(24)]
    a_recording(Path(settings.DATA_DIR) / "camera.mkv")
    return {
        "broadcasts": [str(broadcast.pk) for broadcast in broadcasts],
        "tokens": [[streaming.sender_token(broadcast, teacher) for teacher in teachers] for broadcast in broadcasts],
        "stream_keys": [streaming.new_stream_key(broadcast.pk, by=teachers[0]) for broadcast in broadcasts[ENCODERS:]],
    }


if __name__ == "__main__":
    print(json.dumps(main()))
    sys.stdout.flush()
    os._exit(0)
