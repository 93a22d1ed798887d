"""Fills a test server for the caption editor: `python -m tests.e2e.live.caption_seed lesson`."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import django

CUES = [
    (0.5, 3.0, "今天学习电工基础。"),
    (4.0, 6.5, "先关闭电源，再带好安全帽。"),
    (7.0, 9.0, "请打开课本第十页。"),
    (21.0, 23.5, "带好手套，注意安全。"),
]
SECONDS, QUIET = 30, (10, 20)


def lesson():
    """A lesson that was held, with its film and sound (loud, then quiet, then loud) and what an engine heard in it."""
    from content import api as content
    from streaming import running
    from streaming.captions import tracks
    from streaming.captions.cues import Cue
    from streaming.closer import closing
    from streaming.models import Recording
    from tests.factories import people as a
    from tests.streaming.closer.conftest import Past

    prison = a.prison()
    teacher = a.officer(prison, "teacher", username="teacher", name="李警官")
    a.officer(prison, "teacher", username="second", name="王警官")
    content.ensure_libraries()
    past = Past(teacher)
    with tempfile.TemporaryDirectory() as folder:
        past.part(a_film(Path(folder, "lesson.mkv")))
    broadcast = past.end(after=SECONDS)
    made = Recording.objects.create(broadcast=broadcast)
    closing.close(str(made.pk))
    running.note_consent(broadcast.pk, by=teacher, learners_seen=False, learners_heard=False, note="")
    made.refresh_from_db()
    assert made.film, made.error
    tracks.take_automatic(broadcast, [Cue(*cue) for cue in CUES], language="zh-hans", source="run")
    return True


def a_film(path):
    hush = f"volume=0:enable='between(t,{QUIET[0]},{QUIET[1]})'"
    command = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=size=320x180:rate=10:duration={SECONDS}"]
    command += ["-f", "lavfi", "-i", f"sine=frequency=300:sample_rate=48000:duration={SECONDS},volume=4,{hush}"]
    command += ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "10", "-pix_fmt", "yuv420p"]
    subprocess.run([*command, "-c:a", "libopus", "-b:a", "32k", "-f", "matroska", str(path)], check=True)
    return path


if __name__ == "__main__":
    django.setup()
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:]), default=str))
