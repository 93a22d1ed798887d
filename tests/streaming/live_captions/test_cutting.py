"""Running speech in chunks of at most eight seconds."""

from hypothesis import given
from hypothesis import strategies as st

from streaming.live_captions.cutting import KEPT, LONGEST, PAD, cut
from streaming.transcription.shapes import Span


def test_a_pause_ends_a_chunk():
    cuts = cut(5.0, [Span(1.0, 3.0)])
    assert cuts.chunks == [Span(0.8, 3.2)]
    assert cuts.rest == 4.0


def test_speech_that_goes_on_is_waited_for():
    assert cut(3.0, [Span(1.0, 2.9)]).chunks == []
    assert cut(3.0, [Span(1.0, 2.9)]).rest == 1.0 - PAD


def test_a_lone_word_waits_for_more_until_the_silence_is_long():
    assert cut(1.6, [Span(0.5, 0.9)]).chunks == []
    assert cut(2.2, [Span(0.5, 0.9)]).chunks == [Span(0.3, 1.1)]
    assert cut(3.0, [Span(0.5, 0.9), Span(1.6, 2.4)]).chunks == [Span(0.3, 2.6)]


def test_silence_is_let_go_but_for_the_last_second():
    assert cut(30.0, []).rest == 30.0 - KEPT


def test_who_does_not_pause_is_cut_at_a_breath():
    cuts = cut(9.0, [Span(0.0, 3.0), Span(3.3, 5.0), Span(5.15, 9.0)])
    assert cuts.chunks[0] == Span(0.0, 5.075)


def test_who_never_breathes_is_cut_at_eight_seconds():
    cuts = cut(20.0, [Span(0.0, 20.0)])
    assert [round(chunk.end - chunk.start, 3) for chunk in cuts.chunks] == [7.6, 7.6]


def test_at_the_end_everything_goes():
    assert cut(3.0, [Span(1.0, 2.9)], over=True).chunks == [Span(0.8, 3.0)]


SPEECH = st.lists(st.tuples(st.floats(0.1, 3), st.floats(0.04, 20)), max_size=12)


@given(SPEECH, st.floats(0, 3), st.booleans())
def test_whatever_is_said_is_decoded_once_or_still_waits(said, silence, over):
    speech, now = [], 0.0
    for pause, length in said:
        speech.append(Span(now + pause, now + pause + length))
        now += pause + length
    cuts = cut(now + silence, speech, over=over)
    edges = [edge for chunk in cuts.chunks for edge in (chunk.start, chunk.end)]
    assert edges == sorted(edges)
    assert all(chunk.seconds <= LONGEST + 0.002 for chunk in cuts.chunks)
    assert not cuts.chunks or cuts.rest >= cuts.chunks[-1].end - 0.001
    waiting = [] if over else [Span(cuts.rest, now + silence)]
    for span in speech:
        heard = sum(span.shared_with(part) for part in [*cuts.chunks, *waiting])
        assert heard >= span.seconds - 0.01
