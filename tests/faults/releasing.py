"""Re-scores and releases a sitting and dies on the way: once per fault point, each in a process forked from this one.

Prints, per fault point, whether it died, whether everything was as before afterwards, and whether doing it again arrived.
"""

import json
import os
import signal
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from assessments.bank.models import ItemUse  # noqa: E402
from assessments.exams.marking import api as marking  # noqa: E402
from assessments.exams.marking.moderation import digest_of  # noqa: E402
from assessments.exams.models import ItemRuling, Outcome, OutcomeChange, Sitting  # noqa: E402
from lms.audit.models import AuditEvent  # noqa: E402
from lms.lib import faults  # noqa: E402
from tests.factories import marking as some  # noqa: E402
from tests.factories import people as a  # noqa: E402
from tests.factories import sittings  # noqa: E402


def in_child(function, fault=""):
    """True when the child was killed."""
    connection.close()
    child = os.fork()
    if not child:
        faults._ARMED = fault
        try:
            function()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def all_of(sitting):
    """Everything that a decision on marks writes."""
    row = Sitting.objects.get(pk=sitting.pk)
    return [
        row.state,
        row.released_by,
        digest_of(row),
        ItemRuling.objects.filter(sitting=sitting).count(),
        OutcomeChange.objects.filter(outcome__seat__sitting=sitting).count(),
        list(Outcome.objects.filter(seat__sitting=sitting).order_by("pk").values_list("points", "first_points")),
        ItemUse.objects.filter(source=sitting.iri).count(),
        list(sitting.moderations.order_by("pk").values_list("released_by", "sent_back_by")),
        AuditEvent.objects.count(),
    ]


class World:
    def __init__(self):
        prison = a.prison(code="release")
        self.ward = a.ward(prison)
        self.planner = a.officer(prison, "evaluator", "author", username="planner")
        self.markers = [a.officer(prison, "evaluator", username=name) for name in ("first", "second")]
        self.chief = a.officer(prison, "chief_evaluator", username="chief")
        self.office = a.officer(prison, "education_office", username="office")
        self.made = 0

    def a_marked_sitting(self):
        self.made += 10
        learners = sittings.candidates(self.ward, 3, first=1000 + self.made)
        return some.a_marked_sitting(
            self.planner, learners, chief=self.chief, markers=self.markers, given={0: {"numeric": "99"}}
        )

    def drop(self):
        sitting = self.a_marked_sitting()
        item = some.item_of_kind(sitting, "numeric").pk
        return sitting, lambda: marking.drop_item(sitting.pk, item, by=self.chief, reason="x")

    def release(self):
        sitting = self.a_marked_sitting()
        marking.approve_marks(sitting.pk, by=self.chief)
        return sitting, lambda: marking.release_marks(sitting.pk, by=self.office)


def main(points):
    call_command("migrate", verbosity=0)
    world, answers = World(), {}
    for fault in points:
        sitting, verb = world.release() if ".release." in fault else world.drop()
        before = all_of(sitting)
        died = in_child(verb, fault)
        untouched = all_of(sitting) == before
        in_child(verb)  # done again after the restart
        row = Sitting.objects.get(pk=sitting.pk)
        arrived = row.state == "released" or OutcomeChange.objects.filter(outcome__seat__sitting=sitting).count() == 3
        answers[fault] = {"died": died, "untouched": untouched, "arrived": arrived}
    return answers


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1:])))
    sys.stdout.flush()
    os._exit(0)
