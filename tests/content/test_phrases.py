"""Phrases of the learner app, translated in the CMS."""

import pytest
from django.urls import reverse

from content.models import Phrase
from lms.sync import api as sync
from tests.factories import people


@pytest.fixture
def staff(client, settings):
    client.defaults["HTTP_HOST"] = settings.STAFF_HOST
    return client


def test_a_phrase_goes_to_the_tablets_when_it_is_saved(staff, education_office, prison):
    staff.force_login(education_office)
    reply = staff.post(
        reverse("phrases:add"), {"key": "home.continue", "language": "vi", "text": "Tiếp tục", "audio": ""}
    )
    assert reply.status_code == 302
    assert sync.phrases(prison.pk) == {"home.continue": {"vi": "Tiếp tục"}}
    staff.post(reverse("phrases:delete", args=[Phrase.objects.get().pk]))
    assert sync.phrases(prison.pk) == {}


def test_a_teacher_does_not_change_phrases(staff, teacher):
    staff.force_login(teacher)
    staff.post(reverse("phrases:add"), {"key": "home.continue", "language": "vi", "text": "x", "audio": ""})
    assert not Phrase.objects.exists()


@pytest.fixture
def theirs(other_prison):
    return people.officer(other_prison, "education_office", username="their-office")


def add(staff, officer, text, key="home.continue"):
    staff.force_login(officer)
    return staff.post(reverse("phrases:add"), {"key": key, "language": "vi", "text": text, "audio": ""})


def test_the_words_of_one_prison_do_not_reach_another(staff, education_office, theirs, prison, other_prison):
    add(staff, education_office, "Tiếp tục")
    add(staff, theirs, "Làm tiếp")
    assert sync.phrases(prison.pk) == {"home.continue": {"vi": "Tiếp tục"}}
    assert sync.phrases(other_prison.pk) == {"home.continue": {"vi": "Làm tiếp"}}


def test_a_prisons_own_words_stand_before_those_for_all(staff, education_office, prison, other_prison):
    province = people.officer(None, "education_office", username="province")
    add(staff, province, "Tiếp")
    add(staff, province, "Về", key="home.back")
    add(staff, education_office, "Tiếp tục")
    assert sync.phrases(prison.pk) == {"home.back": {"vi": "Về"}, "home.continue": {"vi": "Tiếp tục"}}
    assert sync.phrases(other_prison.pk) == {"home.back": {"vi": "Về"}, "home.continue": {"vi": "Tiếp"}}


@pytest.mark.parametrize("page", ["edit", "delete", "history", "usage"])
def test_the_words_of_another_prison_are_neither_seen_nor_changed(staff, education_office, theirs, prison, page):
    add(staff, education_office, "Tiếp tục")
    phrase = Phrase.objects.get()
    staff.force_login(theirs)
    assert "Tiếp tục" not in staff.get(reverse("phrases:index")).content.decode()
    address = reverse(f"phrases:{page}", args=[phrase.pk])
    assert staff.get(address).status_code == 302
    staff.post(address, {"key": "home.continue", "language": "vi", "text": "x", "audio": ""})
    assert sync.phrases(prison.pk) == {"home.continue": {"vi": "Tiếp tục"}}


def test_the_words_for_all_are_not_changed_by_one_of_several_prisons(staff, education_office, other_prison):
    phrase = Phrase.objects.create(key="home.continue", language="vi", text="Tiếp")
    staff.force_login(education_office)
    assert staff.get(reverse("phrases:edit", args=[phrase.pk])).status_code == 302


def test_the_only_prison_changes_the_words_for_all(staff, education_office):
    phrase = Phrase.objects.create(key="home.continue", language="vi", text="Tiếp")
    staff.force_login(education_office)
    assert staff.get(reverse("phrases:edit", args=[phrase.pk])).status_code == 200


def test_a_text_that_is_there_already_is_sent_back_with_a_sentence(staff, education_office):
    add(staff, education_office, "Tiếp tục")
    assert add(staff, education_office, "Tiếp").status_code == 200
    assert Phrase.objects.get().text == "Tiếp tục"
