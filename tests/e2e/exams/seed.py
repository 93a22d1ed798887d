"""Fills a test server with sealed sittings, and does what an invigilator does: `python -m tests.e2e.exams.seed room`."""

import json
import sys

import django

WRITTEN = "<p>焊接现场突然起火，先做什么？写出理由。</p>"


def room():
    """A prison with three sealed sittings of one candidate each, whose PIN is 248160, and codes to pair tablets."""
    from assessments.exams.sittings.sealing import code_of, key_of
    from lms.people import api as people
    from tests.factories import people as a
    from tests.factories import sittings as some
    from tests.factories.bank import an_item
    from tests.factories.papers import a_paper, fixed

    prison = a.prison()
    ward = a.ward(prison)
    evaluator = a.officer(prison, "evaluator", "author", username="evaluator")
    keeper = a.officer(prison, "device_keeper", "education_office", username="keeper")
    a.officer(prison, "invigilator", username="invigilator")
    items = [
        an_item(evaluator, "choice", prompt="<p>起弧前第一件事是什么？</p>"),
        an_item(evaluator, "hotspot", prompt="<p>点出气瓶阀门。</p>"),
        an_item(evaluator, "fill_in", prompt="<p>补全安全电压。</p>"),
        an_item(evaluator, "extended_text", prompt=WRITTEN),
    ]
    from assessments.exams import api as exams

    paper = a_paper(evaluator, *(fixed(item) for item in items), title="焊工理论")
    version = exams.approve_paper(paper.pk, by=evaluator)
    made = []
    for n in range(3):
        learners = some.candidates(ward, 1, by=keeper, first=2001 + n)
        sitting = some.a_sealed_sitting(evaluator, learners, version=version, room=f"{n + 1}号教室")
        seat = sitting.seats.get()
        one = {"sitting": str(sitting.pk), "seat": str(seat.pk), "name": learners[0].name, "room": sitting.room}
        made.append({**one, "code": code_of(sitting), "key": key_of(sitting).hex()})
    codes = [people.create_pairing_code(by=keeper, prison=prison, ward=ward) for _ in range(6)]
    return {"sittings": made, "codes": codes}


def _invigilator():
    from lms.people.models import Officer

    return Officer.objects.get(username="evaluator")


def do(verb, sitting):
    """open_sitting, pause, resume, end_sitting"""
    from assessments.exams.sittings import api as sittings

    getattr(sittings, verb)(sitting, by=_invigilator())
    return True


def add_time(sitting, minutes):
    from assessments.exams.sittings import api as sittings

    sittings.add_time(sitting, int(minutes), by=_invigilator())
    return True


def attempt(sitting):
    """What the server has of the one candidate, once it has read all statements."""
    from assessments.exams.models import Incident, Seat
    from assessments.exams.sittings import api as sittings

    while sittings.follow_sittings():
        pass
    seat = Seat.objects.get(sitting=sitting)
    responses = {row.item.document["kind"]: row.response for row in seat.responses.select_related("item")}
    incidents = list(Incident.objects.filter(sitting=sitting).values_list("kind", flat=True))
    return {"state": seat.state, "used_ms": seat.used_ms, "responses": responses, "incidents": incidents}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:]), default=str))
