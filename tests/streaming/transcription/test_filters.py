import pytest

from streaming.transcription.filters import judge
from streaming.transcription.shapes import Segment, Span

SPEECH = [Span(0, 100)]


def reasons(*segments, speech=SPEECH, prompt=""):
    return [segment.dropped for segment in judge(segments, speech, prompt=prompt)]


def test_what_was_said_stays():
    assert reasons(Segment(0, 2, " 请戴好安全帽。"), Segment(3, 5, "Wear your goggles.")) == [None, None]


def test_silence_with_a_low_score_is_not_speech():
    assert reasons(Segment(0, 2, "hm", no_speech_prob=0.7, avg_logprob=-1.1)) == ["not_speech"]


def test_one_of_the_two_scores_alone_drops_nothing():
    assert reasons(Segment(0, 2, "a b", no_speech_prob=0.7, avg_logprob=-0.9)) == [None]
    assert reasons(Segment(0, 2, "a b", no_speech_prob=0.5, avg_logprob=-2.0)) == [None]


def test_a_loop_is_dropped():
    assert reasons(Segment(0, 2, "la la la", compression_ratio=2.5)) == ["looping"]


def test_what_stands_where_nobody_speaks_is_dropped():
    assert reasons(Segment(50, 55, "Hello."), speech=[Span(0, 50.1), Span(55, 60)]) == ["no_voice"]


def test_a_fifth_of_a_second_of_voice_is_enough():
    assert reasons(Segment(50, 55, "Yes."), speech=[Span(54.7, 54.95)]) == [None]


def test_the_same_text_three_times_is_said_once():
    same = [Segment(at, at + 1, text) for at, text in [(0, "好的。"), (1, "好的"), (2, " 好的！"), (3, "再见。")]]
    assert reasons(*same) == [None, "repeated", "repeated", None]


def test_the_same_text_twice_stays():
    same = [Segment(at, at + 1, text) for at, text in [(0, "好的。"), (1, "好的。"), (2, "再见。"), (3, "好的。")]]
    assert reasons(*same) == [None] * 4


def test_a_repetition_is_seen_across_what_was_dropped():
    said = [Segment(0, 1, "好的。"), Segment(1, 2, "…"), Segment(2, 3, "好的。"), Segment(3, 4, "好的。")]
    assert reasons(*said) == [None, "empty", "repeated", "repeated"]


@pytest.mark.parametrize("text", ["请不吝点赞 订阅 转发", "Thanks for watching!", "字幕由 Amara.org 社群提供"])
def test_the_ends_of_films_are_dropped(text):
    assert reasons(Segment(0, 4, text)) == ["stock_phrase"]


def test_a_lesson_may_speak_of_such_phrases():
    assert reasons(Segment(0, 9, "在网上看视频时，请不吝点赞这类话是请求观众支持作者的习惯说法。")) == [None]


def test_an_echo_of_the_prompt_is_dropped():
    prompt = "以下是一节普通话课堂录音，使用简体中文和标点符号。本课词语：焊接、电弧。"
    assert reasons(Segment(0, 4, "以下是一节普通话课堂录音，使用简体中文"), prompt=prompt) == ["echo_of_prompt"]


def test_a_term_of_the_prompt_is_no_echo():
    assert reasons(Segment(0, 4, "焊接、电弧。"), prompt="本课词语：焊接、电弧。") == [None]
