"""transcribe: seconds of sound a second and peak memory, faster-whisper against openai-whisper with the same weights and sound, one core each."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure

KIT = Path(__file__).resolve().parents[3] / "shared" / "whisper-test-model"
SAMPLES = ("lesson_en", "lesson_zh", "lesson_mixed_silence")
GOAL = 1.0


def run(scale: float) -> Iterator[Figure]:
    from streaming.transcription.engines.base import FASTER, OFFICIAL, is_installed

    if not KIT.is_dir():
        print("transcribe: the test model (../shared/whisper-test-model) is not on this machine.", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as name:
        sound = make_sound(Path(name, "sound.wav"), max(1, round(3 * scale)))
        speed, megabytes = measure(KIT / "ct2", FASTER, sound)
        if not is_installed(OFFICIAL):
            print("transcribe: openai-whisper is not installed; no comparison (openai-whisper.lock).", file=sys.stderr)
            yield Figure("transcribe", "faster-whisper, sound a second", speed, "s/s")
            yield Figure("transcribe", "faster-whisper, peak memory", megabytes, "MB")
            return
        other_speed, other_megabytes = measure(KIT / "openai", OFFICIAL, sound)
    ratio, memory = speed / other_speed, megabytes / other_megabytes
    yield Figure(
        "transcribe", "faster-whisper, sound a second", speed, "s/s", other_speed, ratio, f"≥ {GOAL}", ratio >= GOAL
    )
    yield Figure(
        "transcribe", "faster-whisper, peak memory", megabytes, "MB", other_megabytes, memory, f"≤ {GOAL}",
        memory <= GOAL,
    )  # fmt: skip
    yield Figure("transcribe", "openai-whisper, sound a second", other_speed, "s/s")
    yield Figure("transcribe", "openai-whisper, peak memory", other_megabytes, "MB")


def make_sound(target: Path, times: int) -> Path:
    """The three spoken lessons one after the other, so many times."""
    raw = b""
    for name in SAMPLES:
        command = ["ffmpeg", "-loglevel", "error", "-i", str(KIT / "samples" / f"{name}.opus")]
        raw += subprocess.run(
            [*command, "-ar", "16000", "-ac", "1", "-f", "s16le", "pipe:1"], check=True, capture_output=True
        ).stdout
    with wave.open(str(target), "wb") as sound:
        sound.setparams((1, 2, 16_000, 0, "NONE", ""))
        for _ in range(times):
            sound.writeframes(raw)
    return target


def measure(folder: Path, engine: str, sound: Path) -> tuple[float, float]:
    """Seconds of sound a second of work (the model is loaded before), and the process's peak memory in MB."""
    from streaming.transcription import waves
    from streaming.transcription.engines.client import EngineProcess
    from streaming.transcription.shapes import Decoding, Span

    how = Decoding(engine=engine, temperature=(0.0,), word_timestamps=False, prompt=False)
    seconds = waves.seconds_of(sound)
    with EngineProcess() as process:
        process.load(folder, how)
        began = time.perf_counter()
        process.decode(sound, Span(0, seconds))
        took = time.perf_counter() - began
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return seconds / took, peak / 1024
