"""Captions of any origin become one clean WebVTT."""

import pytest

from content.media import api as media
from content.media.captions import normalise
from content.media.errors import CaptionsRefused
from tests.factories import media as a

SRT = "1\n00:00:01,000 --> 00:00:02,500\n先断电\n\n2\n00:00:03,000 --> 00:00:04,000\n再验电\n"


def test_srt_becomes_webvtt():
    made = normalise(SRT.encode(), "a.srt")
    assert made.vtt.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n先断电\n")
    assert (made.cues, made.notes) == (2, [])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_is_found_out(encoding):
    assert "先断电" in normalise((SRT * 3).encode(encoding), "a.srt").vtt


def test_overlaps_are_clipped_and_order_restored():
    text = "WEBVTT\n\n00:05.000 --> 00:07.000\nb\n\n00:01.000 --> 00:06.000\na\n"
    made = normalise(text.encode(), "a.vtt")
    assert "00:00:01.000 --> 00:00:05.000\na\n\n00:00:05.000 --> 00:00:07.000\nb" in made.vtt
    assert len(made.notes) == 2


def test_markup_is_taken_out_and_signs_are_escaped():
    text = "1\n00:00:01,000 --> 00:00:02,000\n<i>a</i> <script>alert(1)</script> 5 < 6\n"
    assert "a alert(1) 5 &lt; 6" in normalise(text.encode(), "a.srt").vtt


def test_what_lies_behind_the_end_is_left_out():
    made = normalise(SRT.encode(), "a.srt", seconds=2.0)
    assert "再验电" not in made.vtt
    assert "--> 00:00:02.000" in made.vtt


@pytest.mark.parametrize("data", [b"", b"hello", b"\x00\xff" * 500, b"1\n00:00:05,000 --> 00:00:01,000\nback\n"])
def test_what_is_no_captions_gets_a_sentence(data):
    with pytest.raises(CaptionsRefused):
        normalise(data, "a.srt")


def test_a_flood_of_captions_is_refused():
    with pytest.raises(CaptionsRefused):
        normalise(b"x" * (3 << 20), "a.srt")


@pytest.mark.django_db
def test_captions_are_put_on_a_video_and_replaced(author, tmp_path):
    video = a.a_video(author, tmp_path, seconds=5)
    media.set_captions(video.pk, "zh-hans", SRT.encode(), "a.srt", by=author)
    media.set_captions(video.pk, "zh-hans", SRT.replace("先", "请先").encode(), "a.srt", by=author)
    assert "请先断电" in video.captions.get().vtt
