"""What a data folder knows of its live lessons, as JSON."""

import json

import django

django.setup()

from streaming.models import Broadcast, Recording, Transcript  # noqa: E402


def of(broadcast):
    recording = Recording.objects.filter(broadcast=broadcast).select_related("draft__page").first()
    transcript = Transcript.objects.filter(subject=recording.subject).first() if recording else None
    return {
        "title": broadcast.title,
        "state": broadcast.state,
        "epochs": [[epoch.next_chunk, epoch.bytes, bool(epoch.finished_at)] for epoch in broadcast.epochs.all()],
        "stage": recording.stage if recording else "",
        "alarms": recording.alarms if recording else [],
        "seconds": recording.duration_s if recording else 0,
        "transcript": [transcript.state, transcript.is_stored] if transcript else [],
        "cues": [len(track.cues) for track in broadcast.captions.all()],
        "lesson_live": bool(recording and hasattr(recording, "draft") and recording.draft.page.live),
        "there": broadcast.attendance.count(),
    }


if __name__ == "__main__":
    print(json.dumps([of(broadcast) for broadcast in Broadcast.objects.order_by("created_at")]))
