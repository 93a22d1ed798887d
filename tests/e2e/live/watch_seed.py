"""Fills a test server for those who watch: `python -m tests.e2e.live.watch_seed ward`."""

import json
import sys
from uuid import UUID

import django


def ward():
    """Two wards with a learner and a tablet's code each, and a lesson for the first ward that is live."""
    from lms.people import api as people
    from tests.factories import people as a
    from tests.factories import streaming

    prison = a.prison()
    here, elsewhere = a.ward(prison), a.ward(prison, code="9", name="九监区")
    keeper = a.officer(prison, "device_keeper", username="keeper")
    teacher = a.officer(prison, "teacher", username="teacher", name="李警官")
    for where, number in ((here, "1001"), (elsewhere, "2001")):
        people.set_pin(a.learner(where, number=number).pk, by=keeper, pin="258036")
    live = streaming.live(prison, by=teacher, wards=[here], title="焊接安全直播课")
    codes = [people.create_pairing_code(by=keeper, prison=prison, ward=where) for where in (here, elsewhere)]
    return {"broadcast": str(live.pk), "here": codes[0], "elsewhere": codes[1]}


def _broadcast_and_teacher():
    from lms.people.models import Officer
    from streaming.models import Broadcast

    return Broadcast.objects.get(), Officer.objects.get(username="teacher")


def questions():
    from streaming.models import LiveQuestion

    return [[one.text, one.learner.number] for one in LiveQuestion.objects.all()]


def open_poll():
    from streaming.room import polls

    broadcast, teacher = _broadcast_and_teacher()
    return str(polls.open_poll(broadcast, "焊接以前先做什么？", ["断电", "戴手套", "看图纸"], by=teacher, right=0).pk)


def answers():
    from streaming.models import PollAnswer

    return [one.option for one in PollAnswer.objects.all()]


def close_poll(poll):
    from streaming.room import polls

    broadcast, teacher = _broadcast_and_teacher()
    polls.close_poll(broadcast, UUID(poll), by=teacher, show=True)
    return True


def release(answer):
    """The teacher shows the only question to all."""
    from streaming.models import LiveQuestion
    from streaming.room.questions import settle

    broadcast, teacher = _broadcast_and_teacher()
    settle(broadcast, LiveQuestion.objects.get().pk, "released", by=teacher, answer=answer)
    return True


def played():
    from streaming.models import Attendance

    return [[one.seconds, one.picture, one.sound] for one in Attendance.objects.all()]


def end():
    from streaming import running

    broadcast, teacher = _broadcast_and_teacher()
    running.end_broadcast(broadcast.pk, by=teacher)
    return True


if __name__ == "__main__":
    django.setup()
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:]), default=str))
