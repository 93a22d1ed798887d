"""What was said in a recording is found by the staff who may see it, before it is a lesson."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from content.search import api as search
from content.search.models import SearchDocument
from streaming import planning
from streaming.captions import finding, tracks
from streaming.captions.cues import Cue
from streaming.models import LessonDraft, Recording, RecordingStage
from tests.factories import people

CUES = [Cue(1.0, 3.0, "先看压力表，\n再开气瓶。"), Cue(63.5, 66.0, "注意安全。")]


@pytest.fixture
def recorded(live):
    """A recording of a lesson for the first ward, with what was heard in it."""
    Recording.objects.create(broadcast=live, stage=RecordingStage.TRANSCRIBED, film="recordings/x.mp4")
    track = tracks.take_automatic(live, CUES, language="zh-hans", source="1")
    finding.keep_in_step()
    return track


def found(officer, query="气瓶"):
    return [(hit.document.title, hit.seconds) for hit in search.search(officer, query).hits]


def test_it_is_found_with_its_second_before_there_is_a_lesson(recorded, teacher):
    assert found(teacher) == [(recorded.broadcast.title, 1.0)]
    assert found(teacher, "安全") == [(recorded.broadcast.title, 63.5)]


def test_it_is_found_by_those_who_may_see_the_recording_only(recorded, prison, ward, second_ward, other_prison):
    allowed = {
        "education office": people.officer(prison, "education_office", username="officer-1"),
        "supervisor of the ward": people.officer(prison, "supervisor", ward=ward, username="officer-2"),
        "teacher of the ward": people.officer(prison, "teacher", ward=ward, username="officer-3"),
    }
    refused = {
        "author": people.officer(prison, "author", username="officer-4"),
        "teacher of another ward": people.officer(prison, "teacher", ward=second_ward, username="officer-5"),
        "education office of another prison": people.officer(other_prison, "education_office", username="officer-6"),
        "auditor": people.officer(prison, "auditor", username="officer-7"),
    }
    document = SearchDocument.objects.get(subject=f"captions:{recorded.pk}")
    assert {who for who, officer in allowed.items() if not found(officer)} == set()
    assert {who for who, officer in refused.items() if found(officer)} == set()
    from content.search.permissions import document_for
    from lms.lib.errors import NotFoundHere

    for officer in allowed.values():
        assert document_for(officer, document.pk) == document
    for officer in refused.values():
        with pytest.raises(NotFoundHere):
            document_for(officer, document.pk)


def test_a_hit_opens_the_film_at_its_second(recorded, teacher, client, settings):
    client.defaults["HTTP_HOST"] = settings.STAFF_HOST
    client.force_login(teacher)
    (row,) = client.get(reverse("content_search"), {"q": "安全"}).context["rows"]
    assert row["clock"] == "1:03"
    opened = client.get(row["address"])
    assert opened.url == reverse("streaming_captions", args=[recorded.pk]) + "?t=63.5"
    assert client.get(opened.url).status_code == 200


def test_corrections_are_found_and_what_they_replaced_is_not(recorded, teacher):
    changed = [{"start": 1.0, "end": 3.0, "text": "先看减压阀。"}]
    tracks.save_cues(recorded.pk, changed, revision=recorded.revision, by=teacher)
    assert finding.keep_in_step() == 1
    assert (found(teacher, "减压阀"), found(teacher, "气瓶")) == ([(recorded.broadcast.title, 1.0)], [])
    assert finding.keep_in_step() == 0


def test_another_title_is_shown_at_the_next_look(recorded, teacher):
    planning.change_broadcast(recorded.broadcast_id, by=teacher, title="气焊第一课")
    finding.keep_in_step()
    assert found(teacher) == [("气焊第一课", 1.0)]


def test_once_its_lesson_is_live_the_recording_is_not_found_twice(recorded, teacher):
    recording = recorded.broadcast.recording
    page = Page.objects.filter(depth=2).first()
    LessonDraft.objects.create(recording=recording, page=page)
    finding.keep_in_step()
    assert found(teacher)
    Recording.objects.filter(pk=recording.pk).update(stage=RecordingStage.PUBLISHED)
    Page.objects.filter(pk=page.pk).update(live=True)
    finding.keep_in_step()
    assert found(teacher) == []
    Page.objects.filter(pk=page.pk).update(live=False)  # withdrawn: as before
    finding.keep_in_step()
    assert found(teacher)


def test_after_a_rebuild_it_is_still_found_by_the_same_people(recorded, teacher, prison):
    search.rebuild()
    assert found(teacher)
    assert not found(people.officer(prison, "author", username="officer-8"))


def test_captions_without_a_recording_are_not_found(live, teacher):
    tracks.take_automatic(live, CUES, language="zh-hans", source="1")
    assert finding.keep_in_step() == 0
    assert found(teacher) == []
