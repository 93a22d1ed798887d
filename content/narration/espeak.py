"""espeak-ng: small, offline, a hundred languages; plain, but clear."""

from __future__ import annotations

import functools
import shutil
import subprocess

from lms.lib import sandbox

_LIMITS = sandbox.Limits(memory_bytes=sandbox.GIB, cpu_seconds=120, wall_seconds=120, file_bytes=512 << 20)
_WORDS_A_MINUTE = {"cmn-latn-pinyin": 200, "en-gb": 145}
# Tags of ours whose voice espeak-ng calls otherwise. Other languages are asked for by their first subtag.
# Debian's voice "cmn" spells characters out in English ("jin one tian one"); the other one of Mandarin reads them.
_VOICES = {"zh": "cmn-latn-pinyin", "en": "en-gb", "no": "nb", "my": "my", "ug": "ug"}


class EspeakNarrator:
    name = "espeak"

    def is_available(self) -> bool:
        return bool(shutil.which("espeak-ng")) and bool(_voices())

    def version(self) -> str:
        return _version()

    def voice_for(self, language: str) -> str | None:
        subtag = language.lower().split("-")[0]
        voice = _VOICES.get(subtag, subtag)
        return voice if voice in _voices() else None

    def render(self, text: str, voice: str) -> bytes | None:
        command = [
            "espeak-ng",
            "-v",
            voice,
            "-s",
            str(_WORDS_A_MINUTE.get(voice, 140)),
            "-g",
            "2",
            "-b",
            "1",
            "--stdin",
            "--stdout",
        ]
        done = sandbox.run(command, limits=_LIMITS, feed=text.encode())
        return done.output if done.ok and len(done.output) > 44 else None


@functools.cache
def _voices() -> frozenset[str]:
    """The language tags that the installed espeak-ng knows."""
    listing = subprocess.run(["espeak-ng", "--voices"], capture_output=True, text=True, check=False, timeout=20).stdout
    return frozenset(columns[1].lower() for line in listing.splitlines()[1:] if len(columns := line.split()) > 1)


@functools.cache
def _version() -> str:
    return (
        subprocess.run(["espeak-ng", "--version"], capture_output=True, text=True, check=False, timeout=20)
        .stdout.split(" Data")[0]
        .strip()
    )
