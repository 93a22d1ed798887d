"""The captions of a running lesson on the disk: `captions.vtt` for those who watch, and what a producer that was killed goes on with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

from ..captions.cues import GAP, STEP, Cue
from ..captions.files import webvtt
from .state import MEMORY, NEWEST, WHOLE, read_json, write_whole

NEWEST_S = 120.0  # in the file that every tablet reads again and again; the other one is for those who start over


class Sheet:
    """Times in seconds from the beginning of the lesson. Nothing here is worth an fsync: the transcript of the recording follows."""

    def __init__(self, live: Path) -> None:
        self._live = live
        found = read_json(live / MEMORY)
        self.cues = [Cue(**cue) for cue in found.get("cues", [])]
        self.until_ms = float(found.get("until_ms", 0))  # programme date-time up to which all was heard

    def add(self, cues: Iterable[Cue], *, until_ms: float) -> None:
        """Later cues; none stands over the one before."""
        for cue in cues:
            if self.cues and cue.start - self.cues[-1].end < GAP:
                last = self.cues[-1]
                start = max(cue.start, last.start + STEP)
                self.cues[-1] = replace(last, end=round(max(last.start + 0.001, min(last.end, start - GAP)), 3))
                cue = replace(cue, start=start, end=max(cue.end, round(start + STEP, 3)))
            self.cues.append(cue)
        self.until_ms = max(self.until_ms, until_ms)
        self.write()

    def write(self) -> None:
        write_whole(
            self._live / MEMORY, json.dumps({"cues": [asdict(cue) for cue in self.cues], "until_ms": self.until_ms})
        )
        if self.cues:
            newest = [cue for cue in self.cues if cue.end > self.cues[-1].end - NEWEST_S]
            write_whole(self._live / NEWEST, webvtt(newest))
            write_whole(self._live / WHOLE, webvtt(self.cues))
