"""What follows an encoder's lesson until it is published: `python -m tests.streaming.studio_feed.to_the_end BROADCAST`."""

import json
import os
import sys

import django

django.setup()

from content import api as content  # noqa: E402
from lms.packages.models import LiveLesson  # noqa: E402
from lms.people.models import Officer  # noqa: E402
from streaming import api as streaming  # noqa: E402
from streaming.closer import closing  # noqa: E402
from streaming.closer import sweeping as recordings  # noqa: E402
from streaming.lessons import drafting, sweeping  # noqa: E402
from streaming.models import Broadcast, LessonDraft, Recording  # noqa: E402
from streaming.transcription.worker import Worker  # noqa: E402
from tests.factories import people as a  # noqa: E402


def main(key):
    """Ended and answered by the teacher, closed and drafted by the worker, approved and cleared by a second officer."""
    teacher = Officer.objects.get(username="teacher-1")
    reviewer = a.officer(teacher.prison, "supervisor", username="supervisor")
    content.ensure_libraries()
    streaming.end_broadcast(key, by=teacher)
    streaming.note_consent(key, by=teacher, learners_seen=False, learners_heard=False, note="")
    for recording in recordings.find_recordings():
        closing.close(recording)
    Worker().drain()  # says of the transcript that no model is installed: the lesson does not wait for it
    for draft in sweeping.find_drafts():
        drafting.make_draft(draft)
    made = LessonDraft.objects.get(recording__broadcast=key)
    page = made.page.specific
    for each in (page.course, page):
        if each == page:  # the place for a question stays empty: the teacher takes it out
            body = page.get_latest_revision_as_object().body
            left = [(block.block_type, block.value) for block in body if block.block_type != "question"]
            content.edit_page(page, by=teacher, body=left)
        content.hand_in(each, by=teacher)
        publication = content.approve(each, by=reviewer)
        publication.refresh_from_db()
        content.clear(publication.pk, by=reviewer)
    sweeping.note_published()
    recording = Recording.objects.get(broadcast=key)
    return {
        "film": str(recording.film_path),
        "stage": recording.stage,
        "gaps": recording.gaps,
        "live": LiveLesson.objects.filter(lesson=made.lesson_iri).exists(),
        "state": Broadcast.objects.get(pk=key).state,
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
    sys.stdout.flush()
    os._exit(0)
