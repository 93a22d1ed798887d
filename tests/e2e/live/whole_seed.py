"""Fills a test server for a lesson's whole way: `python -m tests.e2e.live.whole_seed school` (the worker must be running)."""

import json
import sys

import django


def school():
    """A prison with its officers, a ward with a learner for each of two tablets, and a published course that the ward has."""
    from content import api as content
    from lms.learning import api as learning
    from lms.people import api as people
    from tests.e2e.seed import publish
    from tests.factories import content as pages
    from tests.factories import people as a

    prison = a.prison()
    ward = a.ward(prison)
    for role, name in (("teacher", "李警官"), ("author", "孙警官"), ("supervisor", "赵警官")):
        a.officer(prison, role, username=role, name=name)
    keeper = a.officer(prison, "device_keeper", "education_office", username="keeper")
    content.ensure_libraries()
    for number in ("1001", "1002"):
        people.set_pin(a.learner(ward, number=number).pk, by=keeper, pin="258036")
    course = publish(pages.a_course, title="焊工入门")
    publish(pages.a_lesson, course=course, title="安全第一")
    learning.assign_course(course.iri, by=keeper, ward=ward)
    return {"codes": [people.create_pairing_code(by=keeper, prison=prison, ward=ward) for _ in range(2)]}


def result():
    """Of the only broadcast: its recording, what the engine heard, and the captions as they stand now."""
    from streaming.models import Broadcast, CaptionTrack, Recording, Transcript
    from streaming.transcription import api as transcription

    broadcast, recording = Broadcast.objects.get(), Recording.objects.get()
    transcript = Transcript.objects.get(subject=recording.subject)
    return {
        "broadcast": str(broadcast.pk),
        "state": broadcast.state,
        "epochs": broadcast.epochs.count(),
        "film": str(recording.film_path),
        "seconds": recording.duration_s,
        "expected_s": recording.expected_s,
        "av_ms": recording.av_difference_ms,
        "gaps": recording.gaps,
        "alarms": recording.alarms,
        "stage": recording.stage,
        "heard": [[one.start, one.end, one.text] for one in transcription.segments_of(transcript) if not one.dropped],
        "captions": CaptionTrack.objects.get().cues,
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:]), default=str))
