"""Makes a draft lesson and dies on the way, then has it made again: `… killing LESSON POINT` on an empty data folder."""

import json
import os
import sys
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from content.models import LessonPage  # noqa: E402
from streaming import running  # noqa: E402
from streaming.closer import closing  # noqa: E402
from streaming.lessons import drafting, sweeping  # noqa: E402
from streaming.models import LessonDraft, Recording, Transcript  # noqa: E402
from tests.factories import people as a  # noqa: E402
from tests.faults.publishing import in_child  # noqa: E402
from tests.streaming.closer.past import Past  # noqa: E402


def main(lesson, point):
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    past = Past(a.officer(a.prison(), "teacher", username="teacher"))
    past.part(lesson)
    recording = Recording.objects.create(broadcast=past.end())
    in_child(lambda: closing.close(recording.pk))
    running.note_consent(
        past.broadcast.pk, by=past.broadcast.teacher, learners_seen=False, learners_heard=False, note=""
    )
    Transcript.objects.all().delete()  # nothing to wait for
    key = sweeping.find_drafts()[0]
    died = in_child(lambda: drafting.make_draft(key), point)
    LessonDraft.objects.update(lease_until="2000-01-01T00:00Z")
    again = sweeping.find_drafts()
    in_child(lambda: drafting.make_draft(key))
    draft = LessonDraft.objects.get()
    return {
        "died": died,
        "found_again": again == [key],
        "state": draft.job_state,
        "pages": LessonPage.objects.count(),
        "video_ready": draft.video.is_ready,
    }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
    sys.stdout.flush()
    os._exit(0)
