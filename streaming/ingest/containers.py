"""What kind of file the first bytes are: names and media types are only somebody's word."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Refused

_EBML = b"\x1a\x45\xdf\xa3"
_TS_PACKET = 188
MEDIA_TYPES = {
    "video/x-matroska": "mkv",
    "audio/x-matroska": "mkv",
    "video/webm": "webm",
    "audio/webm": "webm",
    "video/mp4": "mp4",
    "audio/mp4": "mp4",
    "video/quicktime": "mp4",
    "video/x-flv": "flv",
    "video/mp2t": "ts",
}
_PLAYLISTS = (b"#EXTM3U", b"ffconcat", b"[playlist]", b"<?xml", b"<MPD", b"<asx", b"<smil")


class NotMedia(Refused):
    status, code = 415, "not_media"
    sentence = _("This is no recording that the server knows. Matroska, WebM, MP4, FLV and MPEG-TS files can be used.")


class IsPlaylist(NotMedia):
    code = "playlist"
    sentence = _(
        "This file is a playlist, not a recording: it only points to other files. Choose the recording itself."
    )


def extension_of(media_type: str) -> str:
    """For what the sender says it will send. Raises NotMedia."""
    extension = MEDIA_TYPES.get(media_type.split(";")[0].strip().lower())
    if extension is None:
        raise NotMedia
    return extension


def sniff(head: bytes, said: str) -> str:
    """The extension that fits the first bytes of a file; `said` decides between Matroska and WebM. Raises NotMedia.

    A browser whose encoder takes longer than one slice to begin sends a first chunk of a single byte: as far as it goes, it must fit.
    """
    if 0 < len(head) < len(_EBML) and _EBML.startswith(head) and said in ("mkv", "webm"):
        return said
    if head.startswith(_EBML):
        return said if said in ("mkv", "webm") else "mkv"
    if head[4:8] in (b"ftyp", b"styp", b"moov"):
        return "mp4"
    if head.startswith(b"FLV\x01"):
        return "flv"
    if head[:1] == b"\x47" and head[_TS_PACKET : _TS_PACKET + 1] == b"\x47":
        return "ts"
    text = head[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.lower().startswith(tuple(mark.lower() for mark in _PLAYLISTS)):
        raise IsPlaylist
    raise NotMedia
