from lms.people.models import Learner
from lms.people.permissions import has_role, scope_q
from lms.people.roles import Role
from tests.factories import people as a


def test_a_role_counts_only_in_its_own_prison(teacher, outsider, prison):
    assert has_role(teacher, Role.TEACHER, prison=prison)
    assert not has_role(outsider, Role.TEACHER, prison=prison)


def test_a_ward_role_covers_the_wards_below_and_no_others(prison, ward, second_ward):
    below = a.ward(prison, code="1-1", parent=ward)
    officer = a.officer(prison, "teacher", username="t2", ward=ward)
    assert has_role(officer, Role.TEACHER, ward=below)
    assert not has_role(officer, Role.TEACHER, ward=second_ward)


def test_scope_shows_only_learners_of_the_officers_part_of_the_tree(prison, ward, second_ward, learner):
    a.learner(second_ward, number="2001")
    officer = a.officer(prison, "teacher", username="t2", ward=ward)
    assert list(Learner.objects.filter(scope_q(officer, Role.TEACHER))) == [learner]
