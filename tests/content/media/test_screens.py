"""The media library's screens: who may, and what the browser gets."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from content.media import api as media
from content.media import views
from content.media.models import Video
from lms.lib.errors import Conflict, NotFoundHere
from tests.factories import media as a
from tests.factories import people

pytestmark = pytest.mark.django_db


def send(client, path, name="焊接.mp4", url="videos:add"):
    address = f"{reverse(url)}?name={name}&title="
    headers = {"HTTP_HOST": "staff.newleaf.localhost", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
    return client.generic("POST", address, path.read_bytes(), content_type="application/octet-stream", **headers)


def get(client, url, *args, **headers):
    return client.get(
        reverse(url, args=args), HTTP_HOST="staff.newleaf.localhost", HTTP_X_REQUESTED_WITH="XMLHttpRequest", **headers
    )


def test_an_author_uploads_a_video(client, author, tmp_path):
    client.force_login(author)
    reply = send(client, a.a_video_file(tmp_path / "v.mp4"))
    assert reply.status_code == 201
    video = Video.objects.get()
    assert (video.title, video.prison, reply.json()["url"]) == (
        "焊接",
        author.prison,
        reverse("videos:edit", args=[video.pk]),
    )


def test_noise_is_answered_with_a_sentence(client, author, tmp_path):
    client.force_login(author)
    noise = tmp_path / "noise"
    noise.write_bytes(b"\x00\x01\x02" * 5000)
    reply = send(client, noise)
    assert reply.status_code == 422
    assert reply.json()["error"]
    assert not Video.objects.exists()


def test_an_upload_above_the_limit_stops_there(client, author, tmp_path, monkeypatch):
    client.force_login(author)
    monkeypatch.setitem(views.MAX_BYTES, "video", 1000)
    assert send(client, a.a_video_file(tmp_path / "v.mp4")).status_code == 422


def test_a_full_disk_is_said_before_the_upload(client, author, tmp_path, monkeypatch):
    client.force_login(author)
    monkeypatch.setattr("content.media.incoming.RESERVE", 1 << 60)
    assert send(client, a.a_video_file(tmp_path / "v.mp4")).status_code == 507


def test_a_device_keeper_may_not_upload_or_look(client, device_keeper, tmp_path):
    client.force_login(device_keeper)
    assert send(client, a.a_video_file(tmp_path / "v.mp4")).status_code == 403
    assert get(client, "videos:index").status_code == 403
    with pytest.raises(PermissionDenied):
        a.a_video(device_keeper, tmp_path)


def test_a_reviewer_looks_but_does_not_upload(client, prison, author, tmp_path):
    video = a.a_video(author, tmp_path)
    client.force_login(people.officer(prison, "supervisor", username="only-supervisor"))
    assert get(client, "videos:edit", video.pk).status_code == 200
    assert get(client, "videos:add").status_code == 403


def test_another_prison_sees_nothing_of_it(client, author, outsider, tmp_path):
    video = a.a_ready_video(author, tmp_path)
    client.force_login(outsider)
    for url in ("videos:edit", "videos:file", "videos:status"):
        assert get(client, url, video.pk).status_code == 404
    assert video.title not in get(client, "videos:index").content.decode()
    with pytest.raises(NotFoundHere):
        media.video_for(outsider, video.pk)


def test_a_shared_video_is_seen_by_all_and_changed_by_none_of_them(administrator, author, tmp_path):
    video = a.a_video(administrator, tmp_path)
    assert media.video_for(author, video.pk) == video
    with pytest.raises(PermissionDenied):
        media.rename_asset(video, "mine", by=author)


def test_the_player_gets_byte_ranges(client, author, tmp_path):
    video = a.a_ready_video(author, tmp_path)
    client.force_login(author)
    reply = get(client, "videos:file", video.pk, HTTP_RANGE="bytes=4-7")
    assert (reply.status_code, b"".join(reply.streaming_content)) == (206, b"ftyp")
    assert reply["Content-Range"] == f"bytes 4-7/{video.rendition_bytes}"
    assert get(client, "videos:file", video.pk, HTTP_RANGE="bytes=999999999-").status_code == 416


def test_the_page_shows_player_and_captions(client, author, tmp_path):
    video = a.a_ready_video(author, tmp_path, title="<script>x</script>")
    media.set_captions(video.pk, "zh-hans", b"1\n00:00:00,100 --> 00:00:00,900\nok\n", "a.srt", by=author)
    client.force_login(author)
    page = get(client, "videos:edit", video.pk).content.decode()
    assert "<video controls" in page
    assert reverse("videos:captions", args=[video.pk, "zh-hans"]) in page
    assert "<script>x</script>" not in page
    assert get(client, "videos:captions", video.pk, "zh-hans").content.startswith(b"WEBVTT")


def test_the_list_shows_state_and_length(client, author, tmp_path):
    a.a_video(author, tmp_path, title="触电急救", seconds=3)
    client.force_login(author)
    page = get(client, "videos:index").content.decode()
    assert "触电急救" in page
    assert "0:03" in page


def test_deleting_lets_go_of_the_files(author, tmp_path):
    from lms.packages.models import BlobUse

    video = a.a_ready_video(author, tmp_path)
    assert BlobUse.objects.filter(holder=video.holder).count() == 3
    media.delete_asset(video, by=author)
    assert not BlobUse.objects.exists()


def test_only_a_failed_one_is_tried_again(author, tmp_path):
    video = a.a_ready_video(author, tmp_path)
    with pytest.raises(Conflict):
        media.try_again(video, by=author)


def test_choosers_offer_only_what_the_officer_may_see(client, author, outsider, tmp_path):
    video = a.a_ready_video(author, tmp_path, title="Own film")
    client.force_login(author)
    assert "Own film" in get(client, "video_chooser:choose").content.decode()
    client.force_login(outsider)
    assert "Own film" not in get(client, "video_chooser:choose").content.decode()
    assert get(client, "video_chooser:chosen", video.pk).status_code == 404
    assert get(client, "video_chooser:chosen", "nonsense").status_code == 404
