from hypothesis import given
from hypothesis import strategies as st

from streaming.transcription.cutting import gaps, plan_blocks, speech_within
from streaming.transcription.shapes import Span


def test_a_short_recording_is_one_block():
    assert plan_blocks(700.0, [Span(1, 699)]) == [Span(0.0, 700.0)]


def test_the_cut_falls_into_the_middle_of_the_longest_silence():
    speech = [Span(0, 500), Span(501, 600), Span(610, 650), Span(652, 1300)]
    assert plan_blocks(1300.0, speech)[0] == Span(0.0, 605.0)


def test_a_silence_outside_of_eight_to_twelve_minutes_is_not_cut():
    speech = [Span(0, 100), Span(160, 550), Span(551, 1300)]
    assert plan_blocks(1300.0, speech)[0].end == 550.5


def test_only_the_part_of_a_silence_within_the_window_counts():
    speech = [Span(0, 300), Span(482, 600), Span(605, 1300)]
    assert plan_blocks(1300.0, speech)[0].end == 602.5


def test_where_nobody_pauses_the_cut_falls_at_twelve_minutes():
    assert [block.end for block in plan_blocks(1500.0, [Span(0, 1500)])] == [720.0, 1440.0, 1500.0]


def test_an_empty_recording_has_no_block():
    assert plan_blocks(0.0, []) == []


def test_gaps_count_the_silence_at_both_ends():
    assert gaps(10.0, [Span(2, 3), Span(5, 10)]) == [Span(0.0, 2), Span(3, 5)]


def test_speech_within_a_block_is_counted_in_seconds():
    assert speech_within(Span(10, 20), [Span(5, 12), Span(15, 16), Span(19, 30)]) == 4


@st.composite
def recordings(draw):
    edges = sorted(draw(st.lists(st.floats(0, 15_000), max_size=60, unique=True)))
    edges = edges[: len(edges) // 2 * 2]
    speech = [Span(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return max([*edges, draw(st.floats(0.1, 15_000))]), speech


@given(recordings())
def test_blocks_cover_the_recording_without_overlap_and_none_is_longer_than_twelve_minutes(recording):
    seconds, speech = recording
    blocks = plan_blocks(seconds, speech)
    assert [block.end for block in blocks[:-1]] == [block.start for block in blocks[1:]]
    assert (blocks[0].start, blocks[-1].end) == (0.0, seconds)
    assert all(0 < block.seconds <= 720.001 for block in blocks)
    assert all(block.seconds >= 479.999 for block in blocks[:-1])
