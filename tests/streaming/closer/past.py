"""Broadcasts that have ended, with real raw files on the disk as the ingest leaves them."""

import datetime
import json
import os
import uuid

from django.utils import timezone

from streaming.models import Broadcast, Epoch
from tests.factories.broadcasts import a_broadcast
from tests.streaming.packager.studio import record


class Past:
    """A broadcast that was held; `part` adds a run of the recorder that began `after` seconds into it."""

    def __init__(self, by, minutes_ago=30):
        self.broadcast = a_broadcast(by)
        self.began = timezone.now() - datetime.timedelta(minutes=minutes_ago)

    def part(self, source, *, after=0.0, extension="mkv", kind="browser", sender="officer:1", finished=True, **how):
        number = self.broadcast.epochs.count()
        began = round((self.began.timestamp() + after) * 1000)
        record(self.broadcast.folder, source, number=number, extension=extension, began=began, **how)
        last = json.loads((self.broadcast.folder / f"{number}.index").read_text().splitlines()[-1])
        size = last["offset"] + last["bytes"]
        os.truncate(self.broadcast.folder / f"{number}.{extension}", size)
        now = timezone.now()
        return Epoch.objects.create(
            id=uuid.uuid4(), broadcast=self.broadcast, number=number, kind=kind, extension=extension, sender=sender,
            captured_at=began, next_chunk=20, bytes=size, last_chunk_at=self.began + datetime.timedelta(seconds=after + 6),
            finished_at=now if finished else None,
        )  # fmt: skip

    def end(self, after=6.0):
        """Times as they would have been: the verbs only know the present."""
        ended = self.began + datetime.timedelta(seconds=after)
        Broadcast.objects.filter(pk=self.broadcast.pk).update(state="ended", started_at=self.began, ended_at=ended)
        self.broadcast.refresh_from_db()
        return self.broadcast
