"""Fills an empty data folder with one lesson that is over and not closed yet, then ends: `… world LESSON`. Prints its recording."""

import json
import os
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from streaming.models import Recording  # noqa: E402
from tests.factories import people as a  # noqa: E402
from tests.streaming.closer.past import Past  # noqa: E402


def main(lesson):
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    past = Past(a.officer(a.prison(), "teacher", username="teacher"))
    past.part(lesson)
    past.part(lesson, after=6)
    past.end(12)
    return {"recording": str(Recording.objects.create(broadcast=past.broadcast).pk)}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
    sys.stdout.flush()
    os._exit(0)
