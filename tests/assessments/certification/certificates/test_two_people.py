"""Issuing, revoking and replacing take two people; every way around that was tried."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.certification.candidacies.moving import move
from assessments.certification.candidacies.states import CandidacyState
from assessments.certification.certificates import api as certificates
from assessments.certification.certificates import approving
from assessments.certification.errors import AlreadyOrdered, ChangedSince, NotNow
from assessments.certification.models import Candidacy, Certificate, CertificateOrder, OrderLine, PartResult
from lms.lib.errors import Invalid, NotAllowed, NotFoundHere
from tests.factories import certificates as some

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(awarded, first):
    return certificates.propose_issue([one.pk for one in awarded], by=first)


def approve(order, by):
    return certificates.approve_order(order.pk, by=by, digest=order.digest)


def nothing_was_issued(order):
    certificates.carry_out(order.pk)
    return not Certificate.objects.exists()


def test_a_second_officer_approves(proposed, second):
    approve(proposed, second)
    certificates.carry_out(proposed.pk)
    assert Certificate.objects.count() == 3


def test_the_same_officer_does_not_approve(proposed, first):
    with pytest.raises(NotAllowed):
        approve(proposed, first)
    assert nothing_was_issued(proposed)


@pytest.mark.parametrize("way", ["first_set", "first_was_set"])
def test_whoever_set_the_others_password_is_no_second_officer(proposed, first, second, way):
    one, other = (second, first) if way == "first_set" else (first, second)
    one.reset_by, one.reset_at = other, timezone.now()
    one.save()
    with pytest.raises(NotAllowed):
        approve(proposed, second)


def test_an_officer_of_the_candidates_ward_does_not_approve(proposed, of_the_ward):
    with pytest.raises(PermissionDenied):
        approve(proposed, of_the_ward)


def test_an_officer_of_the_candidates_ward_does_not_propose(awarded, of_the_ward):
    with pytest.raises(PermissionDenied):
        certificates.propose_issue([awarded[0].pk], by=of_the_ward)


def test_an_evaluator_of_another_prison_does_not_see_the_order(proposed, elsewhere):
    with pytest.raises(NotFoundHere):
        approve(proposed, elsewhere)


@pytest.mark.parametrize("role", ["teacher", "education_office", "auditor"])
def test_other_roles_do_not_approve(proposed, prison, role):
    from tests.factories import people as a

    with pytest.raises(NotFoundHere):
        approve(proposed, a.officer(prison, role, username="other"))


def test_nobody_proposes_for_another_prison(awarded, elsewhere):
    with pytest.raises(NotFoundHere):
        certificates.propose_issue([awarded[0].pk], by=elsewhere)


def test_what_was_not_looked_at_is_not_approved(proposed, second):
    with pytest.raises(ChangedSince):
        certificates.approve_order(proposed.pk, by=second, digest="0" * 64)


def test_a_name_that_was_changed_after_the_proposal_stops_the_approval(proposed, awarded, second):
    Candidacy.objects.filter(pk=awarded[0].pk).update(holder_name="别的名字")
    with pytest.raises(ChangedSince):
        approve(proposed, second)


def test_a_result_that_was_changed_after_the_proposal_stops_the_approval(proposed, awarded, second):
    PartResult.objects.filter(candidacy=awarded[0]).update(percent=99)
    with pytest.raises(ChangedSince):
        approve(proposed, second)


def test_a_line_that_was_edited_after_the_approval_is_not_carried_out(proposed, second):
    approve_without_work(proposed, second)
    line = OrderLine.objects.filter(order=proposed).first()
    line.facts["holder"]["name"] = "别的名字"
    line.save()
    assert nothing_was_issued(proposed)
    proposed.refresh_from_db()
    assert proposed.error


def test_a_line_that_was_added_after_the_approval_is_not_carried_out(proposed, second, scheme, second_ward):
    from tests.factories import people as a

    approve_without_work(proposed, second)
    more = some.a_candidate(scheme, a.learner(second_ward, number="77", name="不在单上"))
    OrderLine.objects.create(order=proposed, place=9, candidacy=more, facts=proposed.lines.first().facts)
    assert nothing_was_issued(proposed)


def test_a_candidate_whose_award_was_taken_back_meanwhile_gets_none(proposed, awarded, second):
    approve_without_work(proposed, second)
    move(awarded[1], CandidacyState.MODERATED, by=None)
    certificates.carry_out(proposed.pk)
    line = proposed.lines.get(candidacy=awarded[1])
    assert (Certificate.objects.count(), line.made, bool(line.error)) == (2, None, True)
    assert line.error == "This candidacy is not awarded any more. No certificate was issued."


def test_an_order_is_approved_once(proposed, second, chief):
    approve(proposed, second)
    with pytest.raises(NotNow):
        approve(proposed, chief)
    certificates.carry_out(proposed.pk)
    certificates.carry_out(proposed.pk)
    assert Certificate.objects.count() == 3


def test_of_two_approvals_at_once_one_counts(proposed, second, chief, monkeypatch):
    real = approving.order_for

    def overtaken(by, order_id):
        found = real(by, order_id)
        if by == second:
            approve(proposed, chief)  # between looking and locking
        return found

    monkeypatch.setattr(approving, "order_for", overtaken)
    with pytest.raises(NotNow):
        approve(proposed, second)


def test_a_candidate_stands_in_one_order_only(proposed, awarded, second):
    with pytest.raises(AlreadyOrdered):
        certificates.propose_issue([awarded[0].pk], by=second)
    assert CertificateOrder.objects.count() == 1


@pytest.mark.parametrize("state", ["approved", "done"])
def test_the_table_refuses_one_person(proposed, first, state):
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateOrder.objects.filter(pk=proposed.pk).update(state=state, decided_by=first)


def test_the_table_refuses_nobody(proposed):
    with pytest.raises(IntegrityError), transaction.atomic():
        CertificateOrder.objects.filter(pk=proposed.pk).update(state="approved")


def test_a_refused_order_sets_the_candidates_free(proposed, awarded, second, first):
    certificates.refuse_order(proposed.pk, by=second, reason="姓名要核对。")
    assert nothing_was_issued(proposed)
    assert certificates.propose_issue([awarded[0].pk], by=first).state == "proposed"


def test_a_refusal_needs_a_reason(proposed, second):
    with pytest.raises(Invalid):
        certificates.refuse_order(proposed.pk, by=second, reason="  ")


def test_a_withdrawn_order_is_not_approved(proposed, first, second):
    certificates.withdraw_order(proposed.pk, by=first)
    with pytest.raises(NotNow):
        approve(proposed, second)


def test_only_awarded_candidates_are_proposed(scheme, ward, first):
    from tests.factories import people as a

    on_the_way = some.a_candidate(scheme, a.learner(ward, number="9"), state=CandidacyState.MODERATED)
    with pytest.raises(NotNow):
        certificates.propose_issue([on_the_way.pk], by=first)


@pytest.mark.parametrize(
    "ids", [[], ["nonsense"], ["00000000-0000-0000-0000-000000000000"]], ids=["none", "bad", "unknown"]
)
def test_a_bad_list_of_candidates_is_refused(first, ids):
    with pytest.raises((Invalid, NotFoundHere)):
        certificates.propose_issue(ids, by=first)


def test_revoking_takes_two(awarded, first, second):
    made = some.issued(awarded[:1], first=first, second=second)[0]
    order = certificates.propose_revocation(made.pk, by=first, reason="冒名顶替")
    with pytest.raises(NotAllowed):
        approve(order, first)
    made.refresh_from_db()
    assert made.state == "issued"
    approve(order, second)
    certificates.carry_out(order.pk)
    made.refresh_from_db()
    awarded[0].refresh_from_db()
    assert (made.state, awarded[0].state) == ("revoked", "revoked")


def test_revoking_needs_a_reason(awarded, first, second):
    made = some.issued(awarded[:1], first=first, second=second)[0]
    with pytest.raises(Invalid):
        certificates.propose_revocation(made.pk, by=first, reason="")


def test_a_name_is_corrected_by_two_with_a_new_certificate(awarded, first, second):
    made = some.issued(awarded[:1], first=first, second=second)[0]
    order = certificates.propose_replacement(made.pk, by=first, reason="错字", holder_name="王晓明")
    approve(order, second)
    certificates.carry_out(order.pk)
    made.refresh_from_db()
    new = made.replaced_by
    assert (made.state, new.state, new.facts["holder"]["name"]) == ("replaced", "issued", "王晓明")
    assert new.number != made.number and new.valid_until == made.valid_until
    awarded[0].refresh_from_db()
    assert (awarded[0].state, awarded[0].holder_name) == ("issued", "王晓明")


def test_a_replacement_that_changes_nothing_is_refused(awarded, first, second):
    made = some.issued(awarded[:1], first=first, second=second)[0]
    with pytest.raises(Invalid):
        certificates.propose_replacement(
            made.pk, by=first, reason="错字", holder_name="王小明", holder_latin="Wang Xiaoming"
        )


def test_a_revoked_certificate_is_not_replaced(awarded, first, second):
    made = some.issued(awarded[:1], first=first, second=second)[0]
    order = certificates.propose_revocation(made.pk, by=first, reason="冒名")
    approve(order, second)
    certificates.carry_out(order.pk)
    with pytest.raises(NotNow):
        certificates.propose_replacement(made.pk, by=first, reason="错字", holder_name="王晓明")


def approve_without_work(order, by):
    """Approved; the worker has not come yet."""
    order.refresh_from_db()
    approve(order, by)
    order.refresh_from_db()
    assert order.state == "approved"
