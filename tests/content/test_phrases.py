"""Phrases of the learner app, translated in the CMS."""

import pytest
from django.urls import reverse

from content.models import Phrase
from lms.sync import api as sync


@pytest.fixture
def staff(client, settings):
    client.defaults["HTTP_HOST"] = settings.STAFF_HOST
    return client


def test_a_phrase_goes_to_the_tablets_when_it_is_saved(staff, education_office):
    staff.force_login(education_office)
    reply = staff.post(
        reverse("phrases:add"), {"key": "home.continue", "language": "vi", "text": "Tiếp tục", "audio": ""}
    )
    assert reply.status_code == 302
    assert sync.phrases() == {"home.continue": {"vi": "Tiếp tục"}}
    staff.post(reverse("phrases:delete", args=[Phrase.objects.get().pk]))
    assert sync.phrases() == {}


def test_a_teacher_does_not_change_phrases(staff, teacher):
    staff.force_login(teacher)
    staff.post(reverse("phrases:add"), {"key": "home.continue", "language": "vi", "text": "x", "audio": ""})
    assert not Phrase.objects.exists()
