"""The raw file and its index: what is acknowledged stays, what is torn goes."""

import errno
import os

import pytest

from lms.lib.errors import NoSpace
from streaming.ingest.storage import EpochFile, Hole, read_index


@pytest.fixture
def paths(tmp_path):
    return tmp_path / "b" / "0.mkv", tmp_path / "b" / "0.index"


def filled(paths, *pieces):
    with EpochFile(*paths) as file:
        for n, piece in enumerate(pieces):
            file.append(n, piece, 1000 + n)
    return paths


def test_chunks_stand_one_behind_the_other(paths):
    raw, index = filled(paths, b"abc", b"defg")
    assert raw.read_bytes() == b"abcdefg"
    assert [(line.n, line.offset, line.bytes, line.captured_ms) for line in read_index(index)] == [
        (0, 0, 3, 1000),
        (1, 3, 4, 1001),
    ]


def test_a_chunk_out_of_order_writes_nothing(paths):
    with EpochFile(*paths) as file, pytest.raises(Hole) as hole:
        file.append(1, b"abc", 0)
    assert hole.value.next == 0
    assert paths[0].read_bytes() == b""


def test_a_torn_index_line_takes_its_bytes_with_it(paths):
    raw, index = filled(paths, b"abc", b"defg")
    index.write_bytes(index.read_bytes()[:-5])
    with EpochFile(raw, index) as file:
        assert file.next == 1
        file.append(1, b"XY", 0)
    assert raw.read_bytes() == b"abcXY"
    assert len(read_index(index)) == 2


def test_bytes_behind_the_last_line_are_cut_off(paths):
    raw, index = filled(paths, b"abc")
    with raw.open("ab") as file:
        file.write(b"never acknowledged")
    with EpochFile(raw, index) as file:
        assert (file.next, file.size) == (1, 3)
    assert raw.read_bytes() == b"abc"


def test_a_last_chunk_with_wrong_bytes_is_sent_again(paths):
    raw, index = filled(paths, b"abc", b"defg")
    raw.write_bytes(b"abc\0\0\0\0")  # what a file system may show after a power cut
    with EpochFile(raw, index) as file:
        assert file.next == 1
    assert raw.read_bytes() == b"abc"


def test_a_foreign_line_ends_the_index(paths):
    raw, index = filled(paths, b"abc")
    with index.open("ab") as file:
        file.write(b'{"n": 7}\n')
    with EpochFile(raw, index) as file:
        assert file.append(1, b"de", 0) == 2
    assert [line.n for line in read_index(index)] == [0, 1]


def test_two_processes_cannot_write_the_same_epoch(paths):
    with EpochFile(*paths), pytest.raises(BlockingIOError):
        EpochFile(*paths).open()


def test_a_full_disk_leaves_the_file_as_it_was(paths, monkeypatch):
    real = os.pwrite

    def half(descriptor, data, offset):
        if len(data) > 4:
            return real(descriptor, data[:4], offset)
        raise OSError(errno.ENOSPC, "full")

    with EpochFile(*paths) as file:
        file.append(0, b"abc", 0)
        monkeypatch.setattr(os, "pwrite", half)
        with pytest.raises(NoSpace):
            file.append(1, b"longer than four", 0)
        monkeypatch.setattr(os, "pwrite", real)
        assert file.append(1, b"de", 0) == 2
    assert paths[0].read_bytes() == b"abcde"
