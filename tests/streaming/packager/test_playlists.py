"""What the lists say, and what a packager that was killed reads out of them again. Without files."""

import gzip
import itertools

import pytest

from streaming.packager.playlists import SOUND, Entry, Playlist, restored


def a_lesson(seconds, kind="s", target=1):
    made = Playlist(target_s=target)
    for n in range(seconds):
        made.add(Entry(n, n // 1000, 1.0, 1_800_000_000_000 + 1000 * n, n > 0 and n % 1000 == 0, kind))
    return made


@pytest.mark.parametrize("kind", ["s", SOUND])
def test_the_two_lists_together_are_all_that_was_published(kind):
    now = a_lesson(3000, kind)
    found = restored(a_lesson(2996, kind).whole(), now.window())
    assert found.entries == now.entries
    assert (found.target_s, found.window(), found.whole()) == (1, now.window(), now.whole())


def test_lists_with_a_hole_between_them_are_begun_anew_from_the_long_one():
    assert restored(a_lesson(100).whole(), a_lesson(300).window()).entries == a_lesson(100).entries
    assert restored("", a_lesson(300).window()).entries == []


def test_a_young_lesson_is_whole_in_the_short_list_too():
    assert restored("#EXTM3U\n#EXT-X-VER", a_lesson(50).window()).entries == a_lesson(50).entries


def test_the_short_list_counts_what_has_left_it():
    head = a_lesson(3070).window().split("#EXT-X-MAP")[0].splitlines()
    assert "#EXT-X-MEDIA-SEQUENCE:3010" in head
    assert "#EXT-X-DISCONTINUITY-SEQUENCE:3" in head


def test_a_long_lesson_costs_no_more_to_write_than_a_short_one():
    made, bytes_written = Playlist(target_s=1), {}
    for n in range(4 * 3600):
        made.add(Entry(n, 0, 1.0, 1_800_000_000_000 + 1000 * n))
        if made.is_due:
            bytes_written[n] = len(made.whole())
    assert all(n in bytes_written for n in range(600))
    waits = [after - before for before, after in itertools.pairwise(bytes_written)]
    assert max(waits) <= 5
    assert sum(bytes_written.values()) / (4 * 3600) < 150_000
    assert len(gzip.compress(made.whole().encode(), 1)) < 200_000


def test_an_ended_lesson_is_written_at_once():
    made = a_lesson(4000)
    made.whole()
    assert not made.is_due
    made.ended = True
    assert made.is_due
