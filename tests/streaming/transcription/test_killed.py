"""A worker is killed (as by a power cut) at each of its fault points; the next one loses at most the block in hand."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.streaming.transcription import sounds

ROOT = Path(__file__).resolve().parents[3]
PREPARE = """
import json, sys
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from streaming.transcription import api
api.add_model(Path(sys.argv[1]), name="tiny", changes={"word_timestamps": False, "temperature": [0.0], "prompt": False})
api.request_transcript(Path(sys.argv[2]), subject="test:1")
"""
LOOK = """
import json
import django
django.setup()
from streaming.models import Transcript, TranscriptBlock
from streaming.transcription import api
transcript = api.transcript_for("test:1")
if __import__("sys").argv[1] == "expire":
    Transcript.objects.update(lease_until="2000-01-01T00:00Z")
    TranscriptBlock.objects.update(lease_until="2000-01-01T00:00Z")
print(json.dumps({
    "state": transcript.state,
    "blocks": [(block.job_state, block.attempts) for block in transcript.blocks.all()],
    "text": api.text_of(transcript),
}))
"""


class Server:
    """A data folder with a database file of its own; every step is a process."""

    def __init__(self, data):
        self.env = {
            **os.environ, "NEWLEAF_DATA": str(data), "DATABASE_URL": f"sqlite:///{data}/newleaf.sqlite3",
            "DJANGO_SETTINGS_MODULE": "lms.settings", "NEWLEAF_LOG_LEVEL": "ERROR",
        }  # fmt: skip

    def python(self, code, *arguments):
        command = [sys.executable, "-c", code, *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, check=True)
        return done.stdout

    def look(self, how=""):
        return json.loads(self.python(LOOK, how).splitlines()[-1])

    def work(self, fault=""):
        command = [sys.executable, "-m", "django", "run_transcriber", "--drain"]
        return subprocess.run(command, cwd=ROOT, env={**self.env, "NEWLEAF_FAULT": fault}, check=False).returncode


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A server with the test model and a recording of 24 minutes in three blocks, in which little is said."""
    if not sounds.KIT.is_dir():
        pytest.skip(sounds.NO_KIT)
    place = tmp_path_factory.mktemp("prepared")
    sounds.sample("lesson_en", place / "lesson.wav")
    once = sounds.samples_of(place / "lesson.wav")[: 12 * sounds.RATE]
    data = place / "data"
    data.mkdir()
    sounds.write(data / "long.wav", once, 400, once, 500, once, 500, once)
    Server(data).python(PREPARE, sounds.KIT / "ct2", data / "long.wav")
    return data


@pytest.fixture(scope="module")
def unharmed(prepared, tmp_path_factory):
    """The text when nobody is killed."""
    server = Server(shutil.copytree(prepared, tmp_path_factory.mktemp("unharmed") / "data"))
    assert server.work() == 0
    return server.look()["text"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("point", "kept"),
    [
        ("streaming.transcription.before_plan", []),
        ("streaming.transcription.after_claim:2", ["done", "running", "due"]),
        ("streaming.transcription.after_piece:2", ["done", "running", "due"]),
        ("streaming.transcription.before_commit:3", ["done", "done", "running"]),
    ],
)
def test_a_killed_worker_loses_at_most_one_block(prepared, unharmed, tmp_path, point, kept):
    server = Server(shutil.copytree(prepared, tmp_path / "data"))
    assert server.work(point) == -9
    assert [state for state, _attempts in server.look("expire")["blocks"]] == kept
    assert server.work() == 0
    found = server.look()
    assert found["state"] == "done"
    assert sorted(attempts for _state, attempts in found["blocks"]) == ([1, 1, 2] if kept else [1, 1, 1])
    assert found["text"] == unharmed
