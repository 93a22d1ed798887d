"""A hall with an exam on a prepared data folder: `prepare`, `lose SEAT`, `outcome`. Prints what is so as JSON."""

import json
import os
import sys

import django

django.setup()

from assessments.exams.models import Sitting  # noqa: E402
from assessments.exams.sittings import api as sittings  # noqa: E402
from lms.people.models import Officer, Ward  # noqa: E402
from tests.factories import people as a  # noqa: E402
from tests.factories import sittings as some  # noqa: E402

EVALUATOR = "evaluator"


def prepare(candidates):
    ward = Ward.objects.get()
    evaluator = a.officer(ward.prison, "evaluator", "author", username=EVALUATOR)
    version = some.an_approved_paper(evaluator, kinds=["fill_in"] * 30, minutes=60)
    sitting = some.an_open_sitting(evaluator, some.candidates(ward, int(candidates)), version=version)
    seats = [{"pk": str(seat.pk), "learner_id": str(seat.learner_id)} for seat in sitting.seats.order_by("number")]
    return {
        "sitting": str(sitting.pk),
        "seats": seats,
        "items": [place["item"] for place in sitting.seats.first().form],
    }


def lose(seat):
    sitting = Sitting.objects.get()
    sittings.replace_tablet(sitting.pk, seat, by=Officer.objects.get(username=EVALUATOR), lost=True, text="屏幕碎了")
    return {}


def outcome():
    """By seat: state, time used, responses by item, incidents."""
    sittings.follow_sittings()
    found = {}
    for seat in Sitting.objects.get().seats.all():
        found[str(seat.pk)] = {
            "state": seat.state,
            "used_ms": seat.used_ms,
            "responses": {str(row.item_id): row.response for row in seat.responses.all()},
            "incidents": sorted(seat.incidents.values_list("kind", flat=True)),
        }
    return found


if __name__ == "__main__":
    print(json.dumps({"prepare": prepare, "lose": lose, "outcome": outcome}[sys.argv[1]](*sys.argv[2:])))
    sys.stdout.flush()
    os._exit(0)
