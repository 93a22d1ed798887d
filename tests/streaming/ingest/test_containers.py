import pytest

from streaming.ingest.containers import IsPlaylist, NotMedia, extension_of, sniff

EBML = b"\x1a\x45\xdf\xa3" + bytes(60)


@pytest.mark.parametrize(
    ("head", "said", "found"),
    [
        (EBML, "mkv", "mkv"),
        (EBML, "webm", "webm"),
        (EBML, "mp4", "mkv"),
        (b"\0\0\0\x18ftypisom", "mkv", "mp4"),
        (b"FLV\x01\x05", "flv", "flv"),
        (b"\x47" + bytes(187) + b"\x47", "ts", "ts"),
    ],
)
def test_the_first_bytes_decide_what_a_file_is(head, said, found):
    assert sniff(head, said) == found


@pytest.mark.parametrize(("head", "said"), [(b"\x1a", "mkv"), (b"\x1a\x45\xdf", "webm")])
def test_a_recorder_may_begin_with_a_single_byte(head, said):
    assert sniff(head, said) == said


@pytest.mark.parametrize(("head", "said"), [(b"\x1a", "mp4"), (b"\x1b", "mkv"), (b"#", "mkv")])
def test_a_single_byte_that_fits_nothing_is_refused(head, said):
    with pytest.raises(NotMedia):
        sniff(head, said)


@pytest.mark.parametrize(
    "head", [b"#EXTM3U\n", b"\xef\xbb\xbf#extm3u", b"ffconcat version 1.0", b"<?xml version='1.0'?><MPD>"]
)
def test_a_playlist_is_refused_whatever_its_name(head):
    with pytest.raises(IsPlaylist):
        sniff(head, "mkv")


@pytest.mark.parametrize("head", [b"MZ\x90\0", b"", b"%PDF-1.7", b"\x47" + bytes(300)])
def test_what_is_no_recording_is_refused(head):
    with pytest.raises(NotMedia) as refusal:
        sniff(head, "mkv")
    assert not isinstance(refusal.value, IsPlaylist)


def test_a_media_type_with_its_codecs_is_understood():
    assert extension_of("video/x-matroska;codecs=avc1,opus") == "mkv"


def test_an_unknown_media_type_is_refused():
    with pytest.raises(NotMedia):
        extension_of("application/vnd.apple.mpegurl")
