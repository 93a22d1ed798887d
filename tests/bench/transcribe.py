"""transcribe: seconds of sound a second, peak memory and words, faster-whisper against openai-whisper with the same weights and sound, one core each."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from tests.bench.figures import Figure

KIT = Path(__file__).resolve().parents[3] / "shared" / "whisper-test-model"
SAMPLES = ("lesson_en", "lesson_zh", "lesson_mixed_silence")
FASTER, LESS, SAME = 4.0, 1.0, 0.99  # goals: how much faster, what part of the memory, what part of the characters


def run(scale: float) -> Iterator[Figure]:
    from streaming.transcription.engines.base import FASTER as fast
    from streaming.transcription.engines.base import OFFICIAL, is_installed

    if not KIT.is_dir():
        print("transcribe: the test model (../shared/whisper-test-model) is not on this machine.", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as name:
        sounds = make_sounds(Path(name), max(1, round(2 * scale)))
        if not is_installed(OFFICIAL):
            print("transcribe: openai-whisper is not installed; no comparison (openai-whisper.lock).", file=sys.stderr)
            speed, megabytes, _words = measure(KIT / "ct2", fast, sounds)
            yield Figure("transcribe", "tiny model, faster-whisper, sound a second", speed, "s/s")
            yield Figure("transcribe", "tiny model, faster-whisper, peak memory", megabytes, "MB")
            return
        yield from _compared("tiny model", KIT / "ct2", KIT / "openai", sounds, goals=False)
        yield from _compared("as large as base", *as_large_as_base(Path(name)), sounds, goals=True)


def as_large_as_base(folder: Path) -> tuple[Path, Path]:
    """The test model made larger (widened.py), for faster-whisper as our own converter makes it, and as it is: real weights are not at hand."""
    from streaming.transcription.engines.conversion import convert
    from tests.bench.widened import widen

    official = folder / "official"
    official.mkdir()
    widen(KIT / "openai" / "model.pt", official / "model.pt")
    convert(official / "model.pt", folder / "converted")
    return folder / "converted", official


def _compared(model: str, ours: Path, official: Path, sounds: list[Path], *, goals: bool) -> Iterator[Figure]:
    from streaming.transcription.engines.base import FASTER as fast
    from streaming.transcription.engines.base import OFFICIAL
    from streaming.transcription.texts import letters

    speed, megabytes, words = measure(ours, fast, sounds)
    other_speed, other_megabytes, other_words = measure(official, OFFICIAL, sounds)
    same = SequenceMatcher(None, letters(words), letters(other_words), autojunk=False).ratio()
    for metric, value, unit, reference, goal, more in (
        ("faster-whisper, sound a second", speed, "s/s", other_speed, FASTER, True),
        ("faster-whisper, peak memory", megabytes, "MB", other_megabytes, LESS, False),
        ("the same words", same, "of 1", 1.0, SAME, True),
    ):
        ratio = value / reference
        wanted = {"goal": f"{'≥' if more else '≤'} {goal}", "ok": ratio >= goal if more else ratio <= goal}
        yield Figure("transcribe", f"{model}, {metric}", value, unit, reference, ratio, **(wanted if goals else {}))
    yield Figure("transcribe", f"{model}, openai-whisper, sound a second", other_speed, "s/s")
    yield Figure("transcribe", f"{model}, openai-whisper, peak memory", other_megabytes, "MB")


def make_sounds(folder: Path, times: int) -> list[Path]:
    """The three spoken lessons, each repeated so many times: a block has one language at its beginning."""
    made = []
    for name in SAMPLES:
        command = ["ffmpeg", "-loglevel", "error", "-i", str(KIT / "samples" / f"{name}.opus")]
        raw = subprocess.run(
            [*command, "-ar", "16000", "-ac", "1", "-f", "s16le", "pipe:1"], check=True, capture_output=True
        ).stdout
        made.append(folder / f"{name}.wav")
        with wave.open(str(made[-1]), "wb") as sound:
            sound.setparams((1, 2, 16_000, 0, "NONE", ""))
            for _ in range(times):
                sound.writeframes(raw)
    return made


def measure(folder: Path, engine: str, sounds: list[Path]) -> tuple[float, float, str]:
    """Seconds of sound a second of one core's work (the model is loaded before; other processes do not count), the process's peak memory in MB, and what was heard."""
    from streaming.transcription import waves
    from streaming.transcription.engines.client import EngineProcess
    from streaming.transcription.shapes import Decoding, Span

    how = Decoding(engine=engine, temperature=(0.0,), word_timestamps=False, prompt=False)
    seconds = sum(map(waves.seconds_of, sounds))
    words = ""
    with EngineProcess() as process:
        process.load(folder, how)
        began = cpu_of(process.pid)
        for sound in sounds:
            _heard, segments = process.decode(sound, Span(0, waves.seconds_of(sound)))
            words += "".join(segment.text for segment in segments)
        took = cpu_of(process.pid) - began
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return seconds / took, peak / 1024, words


def cpu_of(pid: int) -> float:
    """Seconds of CPU that the process has used, in all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
