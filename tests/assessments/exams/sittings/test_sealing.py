"""What a sealed package holds, and what it hides."""

import json

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import PermissionDenied

from assessments.bank import api as bank
from assessments.bank.drafts import read_any_item
from assessments.exams.errors import NoCandidates, TooFewQuestions
from assessments.exams.models import ItemVersion
from assessments.exams.sittings import api as sittings
from assessments.exams.sittings.errors import AlreadySealed
from assessments.exams.sittings.package import new_code, plain_code
from assessments.exams.sittings.sealing import code_of, disguise_of, key_of
from assessments.samples.responses import right_response
from lms.packages import api as packages
from tests.factories import sittings as some
from tests.factories.bank import KINDS

pytestmark = pytest.mark.django_db
WRITTEN = [kind for kind in KINDS if kind != "practical"]


def test_the_package_opens_with_the_servers_key(evaluator, learners):
    sitting = some.a_sealed_sitting(evaluator, learners)
    paper = some.paper_of(sitting, key=key_of(sitting))
    assert [seat.name for seat in paper.seats] == ["考生1", "考生2"]
    assert len(paper.seats[0].sections[0].questions) == 3


def test_the_package_opens_with_the_spoken_code_however_it_is_typed(evaluator, learners):
    sitting = some.a_sealed_sitting(evaluator, learners)
    typed = code_of(sitting).lower().replace("-", " ")
    assert some.paper_of(sitting, code=typed).sitting == str(sitting.pk)


def test_a_wrong_code_or_a_changed_byte_opens_nothing(evaluator, learners):
    sitting = some.a_sealed_sitting(evaluator, learners)
    with pytest.raises(InvalidTag):
        some.paper_of(sitting, code=new_code())
    sealed = some.package_of(sitting)
    other = "B" if sealed.sealed[40] == "A" else "A"
    spoilt = sealed.model_copy(update={"sealed": sealed.sealed[:40] + other + sealed.sealed[41:]})
    with pytest.raises(InvalidTag):
        some.open_paper(spoilt, key=key_of(sitting))


def test_nothing_of_the_paper_can_be_read_in_the_package(evaluator, learners):
    sitting = some.a_sealed_sitting(evaluator, learners)
    with packages.open_blob(sitting.package) as file:
        stored = file.read().decode()
    for word in ("焊接", "戴面罩", "考生1", learners[0].number, code_of(sitting), plain_code(code_of(sitting))):
        assert word not in stored


def test_what_is_inside_holds_no_key(evaluator, learners):
    version = some.an_approved_paper(evaluator, kinds=WRITTEN)
    sitting = some.a_sealed_sitting(evaluator, learners, version=version)
    text = some.paper_of(sitting, key=key_of(sitting)).model_dump_json()
    items = json.loads(text)["items"]
    assert {item["kind"] for item in items.values()} == set(WRITTEN)
    for item in items.values():
        assert not item.get("correct") and not item.get("mapping") and not item.get("rubric") and not item.get("value")
        assert not item["feedback_correct"] and not item["feedback_incorrect"] and not item.get("model_answer")
        for gap in item.get("gaps", []):
            assert not gap.get("accept") and not gap.get("correct")
    for secret in ("三十六", "先断电", "看得出已断电"):
        assert secret not in text


def test_ids_of_options_say_nothing_and_are_read_back(evaluator, learners):
    version = some.an_approved_paper(evaluator, kinds=["choice", "order", "match", "inline_choice", "hotspot"])
    sitting = some.a_sealed_sitting(evaluator, learners, version=version)
    for item in ItemVersion.objects.all():
        disguise = disguise_of(sitting, item)
        right = right_response(read_any_item.validate_python(item.document))
        assert bank.score(read_any_item.validate_python(item.document), right) == 1
        hidden = disguise.done(right)
        assert hidden != right and disguise.undone(hidden) == right
        assert not {piece for piece in right.replace("[,]", "[.]").split("[.]") if not piece.startswith("g")} & set(
            hidden.replace("[,]", "[.]").split("[.]")
        )


def test_the_options_of_a_gap_stand_in_an_order_that_tells_nothing(evaluator, learners):
    version = some.an_approved_paper(evaluator, kinds=["inline_choice"])
    sitting = some.a_sealed_sitting(evaluator, learners, version=version)
    (item,) = some.paper_of(sitting, key=key_of(sitting)).items.values()
    for gap in item.gaps:
        ids = [option.id for option in gap.options]
        assert ids == sorted(ids)


def test_pictures_travel_inside_the_seal(evaluator, learners):
    version = some.an_approved_paper(evaluator, kinds=["hotspot"])
    sitting = some.a_sealed_sitting(evaluator, learners, version=version)
    paper = some.paper_of(sitting, key=key_of(sitting))
    (item,) = paper.items.values()
    assert paper.pictures[item.picture.path].media_type == "image/png"


def test_what_was_exposed_after_the_approval_is_not_drawn(evaluator, learners):
    version = some.an_approved_paper(evaluator)
    sitting = some.a_sitting(evaluator, learners, version=version)
    bank.expose_items([ItemVersion.objects.first().item.iri], by=evaluator)
    with pytest.raises(TooFewQuestions):
        sittings.seal_sitting(sitting.pk, by=evaluator, iterations=some.FAST)
    sitting.refresh_from_db()
    assert sitting.state == "planned" and not sitting.package


def test_a_sitting_without_candidates_is_not_sealed(evaluator, learners):
    sitting = some.a_sitting(evaluator, learners)
    sitting.seats.all().delete()
    with pytest.raises(NoCandidates):
        sittings.seal_sitting(sitting.pk, by=evaluator)


def test_an_invigilator_cannot_seal(evaluator, invigilator, learners):
    sitting = some.a_sitting(evaluator, learners, invigilator=invigilator)
    with pytest.raises(PermissionDenied):
        sittings.seal_sitting(sitting.pk, by=invigilator)


def test_after_the_sealing_nobody_gets_a_seat_until_it_is_unsealed(evaluator, learners, learner):
    sitting = some.a_sealed_sitting(evaluator, learners)
    with pytest.raises(AlreadySealed):
        sittings.add_candidates(sitting.pk, [learner.pk], by=evaluator)
    sittings.unseal_sitting(sitting.pk, by=evaluator)
    assert sittings.add_candidates(sitting.pk, [learner.pk], by=evaluator) == 1


def test_sealing_again_draws_anew_with_another_key(evaluator, learners):
    sitting = some.a_sealed_sitting(evaluator, learners)
    before = (key_of(sitting), code_of(sitting), sitting.seed)
    again = sittings.unseal_sitting(sitting.pk, by=evaluator)
    again = sittings.seal_sitting(sitting.pk, by=evaluator, iterations=some.FAST)
    assert not set(before) & {key_of(again), code_of(again), again.seed}
