"""Fills a test server for a practical exam, and says what has arrived: `python -m tests.e2e.practical.seed exam`."""

import json
import sys

import django


def exam():
    """Two evaluators, one of the candidates' ward, a chief, and an open sitting with a practical task for four candidates."""
    from lms.people.grants import grant_at_setup
    from tests.factories import people as a
    from tests.factories import practicals, sittings

    prison = a.prison()
    ward = a.ward(prison)
    first = a.officer(prison, "evaluator", "author", username="first", name="考评员甲")
    a.officer(prison, "evaluator", username="second", name="考评员乙")
    own = a.officer(prison, "evaluator", username="own", name="本监区民警")
    grant_at_setup(own, "teacher", prison=prison, ward=ward, reason="test")
    a.officer(prison, "chief_evaluator", username="chief", name="考评组长")
    sitting = practicals.a_practical_sitting(first, sittings.candidates(ward, 4), title="焊工五级实操", room="焊接车间")
    return str(sitting.pk)


def arrived():
    """Records, photos and points at the server."""
    from assessments.exams.models import PracticalAssessment, PracticalSignature, Sitting
    from assessments.exams.practical import api as practical
    from lms.packages import api as packages

    rows = list(PracticalAssessment.objects.all())
    photos = [sha256 for row in rows for sha256 in row.content["photos"]]
    points = practical.points_of_practicals(Sitting.objects.get())
    return {
        "assessments": len(rows),
        "signatures": PracticalSignature.objects.count(),
        "photos": [packages.has_blob(sha256) for sha256 in photos],
        "points": sorted(map(str, points.values())),
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"exam": exam, "arrived": arrived}[sys.argv[1]](*sys.argv[2:])))
