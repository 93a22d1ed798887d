"""Closes recordings and dies on the way: once per fault point, each in a process forked from this one, which is then done again.

`python -m tests.streaming.closer.killing LESSON POINT …` on an empty data folder. Prints, per point, how it went.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from lms.lib.work_folders import clear_abandoned  # noqa: E402
from streaming.closer import api, closing, rendering  # noqa: E402
from streaming.models import Recording  # noqa: E402
from tests.factories import people as a  # noqa: E402
from tests.faults.publishing import in_child  # noqa: E402
from tests.streaming.closer.past import Past  # noqa: E402

EDIT = "streaming.closer.before_edit_finish"


def walk(point, lesson, teacher):
    past = Past(teacher)
    raw = [past.part(lesson).raw, past.part(lesson, after=6).raw]
    past.end(12)
    before = [path.read_bytes() for path in raw]
    recording = Recording.objects.create(broadcast=past.broadcast)
    row, work = recording, lambda: closing.close(recording.pk)
    if point == EDIT:
        in_child(work)
        recording.refresh_from_db()
        api.wake = lambda: None  # nobody else may be faster
        cut = [{"kind": "cut", "start_s": 0, "end_s": 2}]
        row = api.save_edits(recording.pk, cut, by=teacher, of_version=1)
        work = lambda: rendering.render_edits(row.pk)  # noqa: E731
    died = in_child(work, point)
    type(row).objects.update(lease_until="2000-01-01T00:00Z")
    in_child(work)
    clear_abandoned(young_seconds=-1)
    row.refresh_from_db()
    film = row.film_path
    return {
        "died": died,
        "state": row.job_state,
        "version": row.version,
        "seconds": round(row.duration_s),
        "complaints": complaints(film),
        "raw": [path.read_bytes() for path in raw] == before,
        "left": [path.name for path in Path(settings.DATA_DIR, "work").glob("*")],
    }


def complaints(film):
    command = ["ffmpeg", "-nostdin", "-v", "error", "-xerror", "-i", str(film), "-f", "null", "-"]
    return subprocess.run(command, capture_output=True, check=False, text=True).stderr


def main(lesson, points):
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    teacher = a.officer(a.prison(), "teacher", username="teacher")
    return {point: walk(point, lesson, teacher) for point in points}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2:])))
    sys.stdout.flush()
    os._exit(0)
