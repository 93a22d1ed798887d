"""A lesson that was held before a camera with a clock: `python -m tests.e2e.live.after_seed lesson`."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import django

SECONDS = 8


def lesson():
    """Nobody has said yet who is seen or heard in it."""
    from content import api as content
    from streaming.closer import closing
    from streaming.models import Recording
    from tests.e2e.live import clock
    from tests.factories import people as a
    from tests.streaming.closer.conftest import Past

    prison = a.prison()
    teacher = a.officer(prison, "teacher", username="teacher", name="李警官")
    content.ensure_libraries()
    past = Past(teacher)
    with tempfile.TemporaryDirectory() as folder:
        camera, film = clock.camera(Path(folder, "camera.y4m"), seconds=SECONDS), Path(folder, "lesson.mkv")
        command = ["ffmpeg", "-v", "error", "-y", "-i", str(camera), "-f", "lavfi", "-i", f"sine=300:d={SECONDS}"]
        command += [
            "-vf",
            "scale=640:360",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-tune",
            "zerolatency",
            "-g",
            "15",
        ]
        subprocess.run([*command, "-c:a", "libopus", "-b:a", "32k", "-f", "matroska", str(film)], check=True)
        past.part(film)
    broadcast = past.end(after=SECONDS)
    made = Recording.objects.create(broadcast=broadcast)
    closing.close(str(made.pk))
    made.refresh_from_db()
    assert made.film, made.error
    return str(broadcast.pk)


def work():
    """What scheduler and worker do; the film that the draft lesson has got, and what was said about learners."""
    from streaming.closer import rendering
    from streaming.closer import sweeping as recordings
    from streaming.lessons import drafting, sweeping
    from streaming.models import Broadcast, LessonDraft
    from streaming.transcription.worker import Worker

    Worker().drain()  # says of the transcript that no model is installed: the lesson does not wait for it
    for key in recordings.find_edit_lists():
        rendering.render_edits(key)
    for key in sweeping.find_drafts():
        drafting.make_draft(key)
    said, draft = Broadcast.objects.get(), LessonDraft.objects.first()
    return {"film": draft.film if draft else "", "seen": said.learners_seen, "note": said.consent_note}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:]), default=str))
