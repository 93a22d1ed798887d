"""An encoder that goes while nobody hears its goodbye is ended all the same."""

import pytest

from lms.lib.ids import new_id
from streaming.studio_feed import feeds
from streaming.studio_feed.keeper import SILENT_SECONDS, Keeper


@pytest.fixture
def flv(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    path = feeds.flv_of(new_id())
    path.parent.mkdir(parents=True)
    path.write_bytes(b"FLV")
    return path


def looked(*seconds, path, grows=False):
    keeper = Keeper()
    for second in seconds:
        if grows:
            with path.open("ab") as file:
                file.write(b".")
        keeper.end_silent(second)
    return feeds.end_mark_of(path.stem).exists()


def test_what_has_stopped_growing_is_ended(flv):
    assert looked(0, SILENT_SECONDS + 1, path=flv)


def test_a_short_silence_ends_nothing(flv):
    assert not looked(0, SILENT_SECONDS - 1, path=flv)


def test_what_grows_is_never_ended(flv):
    assert not looked(0, SILENT_SECONDS + 1, 2 * SILENT_SECONDS + 2, path=flv, grows=True)
