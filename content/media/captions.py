"""Captions from SRT or WebVTT files of any encoding to one clean form of WebVTT."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

import charset_normalizer
import pysubs2
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .errors import CaptionsRefused

MAX_BYTES = 2 << 20
MAX_CUES = 10_000
MAX_CUE_CHARACTERS = 500
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,300}>|\{\\[^{}]{0,300}\}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ENCODINGS = ["gb18030", "big5", "cp1252", "cp1251", "shift_jis"]


@dataclass(frozen=True)
class Normalised:
    """`notes` say in sentences what was changed."""

    vtt: str
    cues: int
    notes: list[str] = field(default_factory=list)


@dataclass
class _Cue:
    start: int  # milliseconds
    end: int
    text: str


def normalise(data: bytes, filename: str, *, seconds: float | None = None) -> Normalised:
    """Raises CaptionsRefused with a sentence. `seconds` is the length of the video, if known."""
    if len(data) > MAX_BYTES:
        raise CaptionsRefused(_("This file is too large for captions: at most 2 MB."))
    text = decode(data)
    read = _read(text)
    cues, notes = _clean(read, seconds)
    if not cues:
        raise CaptionsRefused(_("There is no usable line in this file. Captions must be an SRT or WebVTT file."))
    body = "\n\n".join(
        f"{_clock(cue.start)} --> {_clock(cue.end)}\n{html.escape(cue.text, quote=False)}" for cue in cues
    )
    return Normalised(f"WEBVTT\n\n{body}\n", len(cues), notes)


def decode(data: bytes) -> str:
    """The text of a file whose encoding nobody wrote down: a byte order mark, then UTF-8, then what Chinese and other officers' PCs write."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    best = charset_normalizer.from_bytes(data, cp_isolation=_ENCODINGS).best()
    return str(best) if best else data.decode("gb18030", errors="replace")


def _read(text: str) -> list[_Cue]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kind = "vtt" if text.lstrip().startswith("WEBVTT") else "srt"
    if "-->" not in text:
        raise CaptionsRefused(_("There is no usable line in this file. Captions must be an SRT or WebVTT file."))
    if text.count("-->") > MAX_CUES:
        raise CaptionsRefused(_("This file has more than %(count)d captions.") % {"count": MAX_CUES})
    try:
        found = pysubs2.SSAFile.from_string(text, format_=kind)
    except (pysubs2.Pysubs2Error, ValueError) as error:
        raise CaptionsRefused(
            _("There is no usable line in this file. Captions must be an SRT or WebVTT file.")
        ) from error
    return [_Cue(line.start, line.end, _plain(line.text.replace(r"\N", "\n").replace(r"\h", " "))) for line in found]


def _plain(text: str) -> str:
    """Without tags and control characters, one space between words, no empty line (it would end the cue)."""
    text = html.unescape(_TAG.sub("", text))
    text = _CONTROL.sub("", _TAG.sub("", text)).replace("-->", "→")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(line for line in lines if line)[:MAX_CUE_CHARACTERS]


def _clean(read: list[_Cue], seconds: float | None) -> tuple[list[_Cue], list[str]]:
    limit = int(seconds * 1000) if seconds else None
    usable = [cue for cue in read if cue.text and cue.end > cue.start >= 0 and (limit is None or cue.start < limit)]
    dropped = len(read) - len(usable)
    ordered = sorted(usable, key=lambda cue: cue.start)
    moved = ordered != usable
    kept: list[_Cue] = []
    clipped = 0
    for cue in ordered:
        if kept and cue.start == kept[-1].start:
            kept[-1] = _Cue(cue.start, max(cue.end, kept[-1].end), f"{kept[-1].text}\n{cue.text}"[:MAX_CUE_CHARACTERS])
            clipped += 1
            continue
        if kept and kept[-1].end > cue.start:
            kept[-1].end = cue.start
            clipped += 1
        kept.append(cue)
    if limit is not None and kept and kept[-1].end > limit:
        kept[-1].end = limit
    return kept, _notes(dropped, clipped, moved)


def _notes(dropped: int, clipped: int, moved: bool) -> list[str]:
    notes = []
    if dropped:
        notes.append(
            ngettext(
                "%(count)d line was left out: it was empty, had no length or lay behind the end of the video.",
                "%(count)d lines were left out: they were empty, had no length or lay behind the end of the video.",
                dropped,
            )
            % {"count": dropped}
        )
    if clipped:
        notes.append(
            ngettext(
                "%(count)d line overlapped the next one and was shortened.",
                "%(count)d lines overlapped the next one and were shortened.",
                clipped,
            )
            % {"count": clipped}
        )
    if moved:
        notes.append(_("The lines were put in order of time."))
    return notes


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"
