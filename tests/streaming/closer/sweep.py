"""Does what sweeper and worker do for recordings, and prints what became of each broadcast."""

import json
import os
import sys

import django

django.setup()

from streaming import tasks  # noqa: E402
from streaming.models import Recording  # noqa: E402


def main():
    tasks.sweep_recordings()
    return {
        str(row.broadcast_id): {
            "state": row.job_state,
            "seconds": row.duration_s,
            "av_ms": row.av_difference_ms,
            "alarms": row.alarms,
            "error": row.error,
            "film": str(row.film_path) if row.film else "",
        }
        for row in Recording.objects.all()
    }


if __name__ == "__main__":
    print(json.dumps(main()))
    sys.stdout.flush()
    os._exit(0)
