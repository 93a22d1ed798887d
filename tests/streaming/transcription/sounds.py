"""Sounds for transcripts: spoken samples with their references, silence and noise, as 16 kHz mono WAV."""

import json
import subprocess
import wave
from pathlib import Path

import numpy

RATE = 16_000
KIT = Path(__file__).resolve().parents[4] / "shared" / "whisper-test-model"
NO_KIT = "the folder ../shared/whisper-test-model with the tiny test model is not on this machine"


def sample(name, target):
    """A spoken lesson of the test model as WAV, and its reference segments."""
    command = ["ffmpeg", "-y", "-loglevel", "error", "-i", str(KIT / "samples" / f"{name}.opus")]
    subprocess.run([*command, "-ar", str(RATE), "-ac", "1", "-c:a", "pcm_s16le", str(target)], check=True)
    return json.loads((KIT / "samples" / f"{name}.json").read_text(encoding="utf-8"))["segments"]


def samples_of(path):
    with wave.open(str(path), "rb") as sound:
        return numpy.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")


def write(path, *parts):
    """One file of several stretches: arrays of 16-bit samples, or seconds of silence."""
    with wave.open(str(path), "wb") as sound:
        sound.setparams((1, 2, RATE, 0, "NONE", ""))
        for part in parts:
            if not isinstance(part, numpy.ndarray):
                part = numpy.zeros(int(part * RATE), dtype="<i2")
            sound.writeframes(part.astype("<i2").tobytes())
    return path


def noise(seconds, *, level=0.05):
    made = numpy.random.default_rng(7).normal(0, level * 32767, int(seconds * RATE))
    return made.clip(-32767, 32767).astype("<i2")


def tone(seconds, *, hertz=440):
    at = numpy.arange(int(seconds * RATE)) / RATE
    return (0.3 * 32767 * numpy.sin(2 * numpy.pi * hertz * at)).astype("<i2")
