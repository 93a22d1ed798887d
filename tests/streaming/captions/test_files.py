from streaming.captions.cues import Cue
from streaming.captions.files import subrip, webvtt

CUES = [Cue(0.5, 2.25, "先关闭电源，\n再动手。"), Cue(3661.0, 3662.5, "a < b && c --> d")]


def test_webvtt_has_hours_and_escaped_text():
    assert webvtt(CUES) == (
        "WEBVTT\n\n00:00:00.500 --> 00:00:02.250\n先关闭电源，\n再动手。\n\n"
        "01:01:01.000 --> 01:01:02.500\na &lt; b &amp;&amp; c → d\n"
    )


def test_subrip_has_numbers_commas_and_windows_line_ends():
    assert subrip(CUES).startswith("1\r\n00:00:00,500 --> 00:00:02,250\r\n先关闭电源，\r\n再动手。\r\n\r\n2\r\n")
