import json

import pytest
from django.urls import reverse

from streaming.captions import tracks
from streaming.captions.cues import Cue
from streaming.models import CaptionTrack
from tests.factories import streaming as a


@pytest.fixture
def track(prison, teacher):
    broadcast = a.broadcast(prison, by=teacher)
    return tracks.take_automatic(
        broadcast, [Cue(0.0, 2.0, "先断电。"), Cue(2.5, 4.0, "再动手。")], language="zh-hans", source="run"
    )


@pytest.fixture
def staff(client, teacher):
    client.force_login(teacher)
    client.defaults["HTTP_HOST"] = "staff.newleaf.localhost"
    return client


def save(client, track, body):
    return client.post(
        reverse("streaming_captions_save", args=[track.pk]),
        body if isinstance(body, str) else json.dumps(body),
        content_type="application/json",
        HTTP_ACCEPT="application/json",
    )


def test_the_editor_shows_what_was_heard(staff, track):
    page = staff.get(reverse("streaming_captions", args=[track.pk]))
    assert page.status_code == 200
    assert page.context["data"]["cues"][0]["text"] == "先断电。"


def test_the_editor_saves_and_says_the_new_revision(staff, track):
    reply = save(staff, track, {"revision": track.revision, "cues": [{"start": 0, "end": 2, "text": "先断开电源。"}]})
    assert reply.json() == {"revision": track.revision + 1}


def test_a_late_editor_gets_a_sentence(staff, track):
    reply = save(staff, track, {"revision": track.revision + 7, "cues": []})
    assert (reply.status_code, reply.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"revision": "x", "cues": []}', '{"revision": 1, "cues": {"a": 1}}'])
def test_noise_is_refused_with_a_sentence(staff, track, body):
    assert save(staff, track, body).status_code in (409, 422)
    track.refresh_from_db()
    assert len(track.cues) == 2


def test_a_lost_race_is_kept_as_a_version(staff, track):
    cues = json.dumps([{"start": 0, "end": 2, "text": "我的文字。"}])
    staff.post(reverse("streaming_captions_aside", args=[track.pk]), {"cues": cues})
    assert track.versions.order_by("-number").first().cues[0]["text"] == "我的文字。"
    track.refresh_from_db()
    assert track.cues[0]["text"] == "先断电。"


def test_versions_are_listed_and_come_back(staff, track):
    tracks.save_cues(track.pk, [], revision=track.revision, by=track.broadcast.teacher)
    listing = staff.get(reverse("streaming_captions_versions", args=[track.pk]))
    assert [version.number for version in listing.context["versions"]] == [1]
    staff.post(reverse("streaming_captions_restore", args=[track.pk, 1]))
    track.refresh_from_db()
    assert len(track.cues) == 2


@pytest.mark.parametrize(("kind", "first"), [("vtt", "WEBVTT"), ("srt", "1\r\n00:00:00,000 --> 00:00:02,000")])
def test_files_go_out(staff, track, kind, first):
    reply = staff.get(reverse("streaming_captions_file", args=[track.pk, kind]))
    assert reply.content.decode().startswith(first)
    assert "attachment" in reply["Content-Disposition"]


def test_captions_can_be_begun_by_hand(staff, prison, teacher):
    broadcast = a.broadcast(prison, by=teacher)
    staff.get(reverse("streaming_captions_begin", args=[broadcast.pk]))
    assert CaptionTrack.objects.get(broadcast=broadcast).cues == []


def test_another_prisons_officer_gets_nothing(client, track, outsider):
    client.force_login(outsider)
    client.defaults["HTTP_HOST"] = "staff.newleaf.localhost"
    for name in ("streaming_captions", "streaming_captions_versions", "streaming_captions_wave"):
        assert client.get(reverse(name, args=[track.pk])).status_code == 404
    assert save(client, track, {"revision": track.revision, "cues": []}).status_code == 404


def test_the_attendance_page_lists_and_exports_the_register(staff, prison, ward, teacher, learner):
    broadcast = a.live(prison, by=teacher, wards=[ward])
    page = staff.get(reverse("streaming_attendance", args=[broadcast.pk]))
    assert learner.name in page.content.decode()
    export = staff.get(reverse("streaming_attendance_export", args=[broadcast.pk]))
    assert export.status_code == 200
    url = reverse("streaming_correct", args=[broadcast.pk, learner.pk])
    reply = staff.post(url, '{"verdict": "present"}', content_type="application/json")
    assert reply.json() == {"present": True}
