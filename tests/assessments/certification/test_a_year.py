"""A year of a province through the real api: 25 prisons, 4,000 candidacies, from registration to certificates; counted a second time."""

import pytest

from assessments.certification.candidacies import api as candidacies
from assessments.certification.certificates import api as certificates
from assessments.certification.desk.figures import Selection, steps, tallies, total
from assessments.certification.models import Candidacy, Certificate, CertificateOrder
from assessments.certification.schemes.rules import CourseRule, Rules
from assessments.exams.marking import api as marking
from assessments.exams.models import Seat
from assessments.exams.sittings import api as sittings
from lms.people.grants import grant_at_setup
from lms.people.models import Learner, Officer, Prison
from tests.assessments.certification.desk.independent_count import count_by_hand
from tests.factories import certification as some
from tests.factories import marking as exams
from tests.factories import people as a
from tests.factories.sittings import FAST, an_approved_paper

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PRISONS, CANDIDATES, NOT_ELIGIBLE = 25, 150, 10  # 25 × (150 + 10) = 4,000
SEATED, ABSENT, EXCUSED, FAILED, WITHDRAWN = 140, 6, 4, 30, 3


def everywhere(role, username):
    made = Officer.objects.create_user(username, a.PASSWORD, name=username)
    grant_at_setup(made, role, reason="test")
    return made


@pytest.fixture
def province():
    chief = everywhere("chief_evaluator", "chief")
    paper = an_approved_paper(chief, kinds=("choice",), points=10, pass_mark=6)
    body = some.a_body(chief)
    certificates.make_key(body.pk, by=chief)
    rules = Rules(parts=(some.theory(paper.paper_id),), valid_months=72)
    scheme = some.a_scheme(chief, body=body, rules=rules)
    with_course = Rules(
        parts=(some.theory(paper.paper_id),), courses=(CourseRule(course="urn:x", title="安全", hours=40),)
    )
    demanding = some.a_scheme(chief, body=body, rules=with_course, title="电工")
    return chief, paper, scheme, demanding


def a_prison(n):
    prison = a.prison(code=f"p{n}", name=f"第{n}监狱")
    ward = a.ward(prison)
    people = [
        Learner(prison=prison, ward=ward, number=f"{n}-{place}", name=f"考生{n}-{place}")
        for place in range(CANDIDATES + NOT_ELIGIBLE)
    ]
    Learner.objects.bulk_create(people)
    officers = [a.officer(prison, "evaluator", username=f"{role}{n}") for role in ("one", "two")]
    return prison, people, officers


def hold(paper, prison, learners, by, chief):
    """One sitting: some stay away, some are excused, some fail; marked, approved and released."""
    sitting = exams.some.a_sitting(by, learners, version=paper)
    sittings.seal_sitting(sitting.pk, by=by, iterations=FAST)
    sittings.open_sitting(sitting.pk, by=by)
    for place, seat in enumerate(sitting.seats.order_by("number")):
        if place < ABSENT:
            Seat.objects.filter(pk=seat.pk).update(attendance=Seat.Attendance.ABSENT)
        elif place < ABSENT + EXCUSED:
            Seat.objects.filter(pk=seat.pk).update(attendance=Seat.Attendance.EXCUSED)
        else:
            exams.answer(seat, {"choice": "nothing"} if place < ABSENT + EXCUSED + FAILED else {})
            Seat.objects.filter(pk=seat.pk).update(state=Seat.State.SUBMITTED)
    sittings.end_sitting(sitting.pk, by=by)
    candidacies.follow_exams_of_candidates()
    marking.score_sitting(sitting.pk)
    marking.close_marking(sitting.pk, by=chief)
    marking.approve_marks(sitting.pk, by=chief)


def test_a_year_is_counted_as_it_went(province):
    chief, paper, scheme, demanding = province
    other_chief = everywhere("chief_evaluator", "other-chief")
    for n in range(PRISONS):
        prison, people, (first, second) = a_prison(n)
        made = candidacies.register_candidates(scheme.pk, [one.pk for one in people[:CANDIDATES]], by=first)
        candidacies.register_candidates(demanding.pk, [one.pk for one in people[CANDIDATES:]], by=first)
        for one in made[-WITHDRAWN:]:
            candidacies.withdraw_candidacy(one.pk, by=first, reason="调离")
        hold(paper, prison, people[:SEATED], first, chief)
        for sitting in paper.sittings.filter(prison=prison):
            marking.release_marks(sitting.pk, by=other_chief)
        candidacies.follow_exams_of_candidates()
        awarded = Candidacy.objects.filter(prison=prison, state="awarded").values_list("pk", flat=True)
        order = certificates.propose_issue(list(awarded), by=first)
        certificates.approve_order(order.pk, by=second, digest=order.digest)
        certificates.carry_out(order.pk)
        revoked = Certificate.objects.filter(candidacy__prison=prison).first()
        order = certificates.propose_revocation(revoked.pk, by=first, reason="冒名顶替")
        certificates.approve_order(order.pk, by=second, digest=order.digest)
        certificates.carry_out(order.pk)

    assert Candidacy.objects.count() == PRISONS * (CANDIDATES + NOT_ELIGIBLE) == 4_000
    assert not CertificateOrder.objects.exclude(state="done").exists()
    passed = SEATED - ABSENT - EXCUSED - FAILED
    assert Certificate.objects.count() == PRISONS * passed
    by_prison = tallies(Selection().of(chief), "prison")
    assert as_told(total(by_prison.values())) == as_counted(count_by_hand())
    assert {key: as_told(one) for key, one in by_prison.items()} == {
        prison.pk: as_counted(count_by_hand(prison=prison.pk)) for prison in Prison.objects.all()
    }


def as_told(tally):
    """reached, still here, ended here for each stage; decided and passed."""
    steps_ = {step.stage.key: (step.reached, step.here, step.ended) for step in steps(tally)}
    return steps_ | {"decided": tally.counts["decided"], "passed": tally.counts["passed"]}


def as_counted(hand):
    steps_ = {key: (one["reached"], one["here"], one["ended"]) for key, one in hand["stages"].items()}
    return steps_ | {"decided": hand["decided"], "passed": hand["passed"]}
