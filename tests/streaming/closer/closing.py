"""Closes one recording: `… closing ID`. BROKEN chooses a build that is broken on purpose: a harness counts only after it caught it."""

import json
import os
import sys

import django

django.setup()

from streaming.closer import closing  # noqa: E402
from streaming.models import Recording  # noqa: E402


def no_fsync_of_the_film():
    closing.os.fsync = lambda descriptor: None
    closing.fsync_folder = lambda folder: None


def no_fsync_of_folders():
    closing.make_folder = lambda folder: folder.mkdir(parents=True, exist_ok=True)


BREAKS = {
    "no_fsync_of_the_film": no_fsync_of_the_film,
    "no_fsync_of_folders": no_fsync_of_folders,
    "": lambda: None,
}

if __name__ == "__main__":
    BREAKS[os.environ.get("BROKEN", "")]()
    closing.close(sys.argv[1])
    row = Recording.objects.get(pk=sys.argv[1])
    print(json.dumps({"state": row.job_state, "film": row.film, "audio": row.audio, "error": row.error}))
    sys.stdout.flush()
    os._exit(0)
