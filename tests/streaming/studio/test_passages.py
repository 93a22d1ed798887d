"""Passages to blur, mute or cut: how they are written, and that they reach the closer."""

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone

from lms.lib.leases import JobState
from streaming import api
from streaming.models import EditList, Recording
from streaming.studio.passages import PassageForm, edits_of, moment, rows_of
from tests.factories import broadcasts as a

HOST = {"host": "staff.newleaf.localhost"}


@pytest.mark.parametrize(("written", "seconds"), [("0:05", 5), ("12:05", 725), ("1:02:03", 3723), ("2：30.5", 150.5)])
def test_a_moment_is_written_as_people_write_it(written, seconds):
    form = PassageForm({"start_s": written, "end_s": "9:59:59", "kind": "blur"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["start_s"] == seconds


@pytest.mark.parametrize(("start", "end"), [("5", "9"), ("1:99", "9:00"), ("5:00", "4:00"), ("", "1:00")])
def test_a_moment_that_makes_no_sense_is_refused(start, end):
    assert not PassageForm({"start_s": start, "end_s": end, "kind": "blur"}).is_valid()


@pytest.mark.parametrize("seconds", [0, 5, 725.5, 3723, 59.999])
def test_a_moment_is_shown_as_it_is_read(seconds):
    form = PassageForm({"start_s": moment(seconds), "end_s": "9:59:59", "kind": "cut"})
    assert form.is_valid() and form.cleaned_data["start_s"] == seconds


def test_blur_and_mute_are_two_edits_and_one_row():
    class Said:
        cleaned_data = [{"start_s": 5.0, "end_s": 9.0, "kind": "both", "DELETE": False}, {}]

    edits = edits_of(Said)
    assert [edit["kind"] for edit in edits] == ["blur", "silence"]
    assert rows_of(edits) == [{"start_s": "0:05", "end_s": "0:09", "kind": "both", "area": ""}]


@pytest.mark.parametrize("kind", ["blur", "both", "silence", "cut"])
def test_only_a_blur_has_a_place_in_the_picture(kind):
    class Said:
        cleaned_data = [{"start_s": 5.0, "end_s": 9.0, "kind": kind, "area": "left", "DELETE": False}]

    area = "left" if kind in ("blur", "both") else ""
    assert rows_of(edits_of(Said)) == [{"start_s": "0:05", "end_s": "0:09", "kind": kind, "area": area}]


def test_passages_from_before_places_were_known_cover_the_whole_picture():
    assert rows_of([{"kind": "blur", "start_s": 1, "end_s": 2}])[0]["area"] == ""


@pytest.fixture
def recording(teacher, tmp_path, db):
    broadcast = a.a_broadcast(teacher)
    api.go_live(broadcast, by=teacher)
    api.end_broadcast(broadcast.pk, by=teacher)
    (tmp_path / "film.mp4").write_bytes(b"0123456789")
    done = {
        "film": "film.mp4",
        "version": 1,
        "duration_s": 60.0,
        "job_state": JobState.DONE,
        "closed_at": timezone.now(),
    }
    return Recording.objects.update_or_create(broadcast=broadcast, defaults=done)[0]


def said(version, **fields):
    form = {"seen": "yes", "heard": "no", "note": "已打码", "film_version": version}
    form |= {"passages-TOTAL_FORMS": "1", "passages-INITIAL_FORMS": "0"}
    return form | {"passages-0-start_s": "0:05", "passages-0-end_s": "0:09", "passages-0-kind": "both"} | fields


@pytest.fixture
def after(client, teacher, recording):
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(teacher)
    return reverse("streaming_after", args=[recording.broadcast_id])


def test_consent_and_passages_are_kept_together(client, after, recording):
    assert client.post(after, said(1), headers=HOST).status_code == 302
    assert [edit["kind"] for edit in EditList.objects.get().edits] == ["blur", "silence"]
    assert "being blurred" in client.get(after, headers=HOST).content.decode()


def test_passages_of_a_film_that_was_made_anew_are_refused_with_the_consent(client, after, recording):
    Recording.objects.update(version=2)
    assert client.post(after, said(1), headers=HOST).status_code == 200
    recording.broadcast.refresh_from_db()
    assert recording.broadcast.learners_seen is None
    assert not EditList.objects.exists()


def test_the_film_plays_from_the_middle_for_its_prison_only(client, after, recording, outsider):
    film = reverse("streaming_film", args=[recording.broadcast_id])
    reply = client.get(film, headers=HOST | {"range": "bytes=4-6"})
    assert (reply.status_code, b"".join(reply.streaming_content)) == (206, b"456")
    client.force_login(outsider)
    assert client.get(film, headers=HOST).status_code == 404
