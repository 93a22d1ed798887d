"""What the false microphone says: sentences that the test model knows, and where in a recording they must be found again."""

import json
import subprocess
import wave

import numpy

from tests.streaming.transcription.sounds import KIT, RATE, samples_of

STEPS = 100  # of the loudness curve, a second
LEAD_S, PAUSE_S, REST_S = 8, 4, 200


def microphone(path, name="lesson_zh"):
    """A WAV for Chromium's `--use-file-for-fake-audio-capture`: a pause, the spoken lesson twice, silence. And its sentences: [{start, end, text}]."""
    once = path.with_suffix(".once.wav")
    subprocess.run(
        [
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-i",
            str(KIT / "samples" / f"{name}.opus"),
            "-ar",
            str(RATE),
            "-ac",
            "1",
            str(once),
        ],
        check=True,
    )
    spoken = samples_of(once)
    known = json.loads((KIT / "samples" / f"{name}.json").read_text(encoding="utf-8"))["segments"]
    starts = [LEAD_S, LEAD_S + len(spoken) / RATE + PAUSE_S]
    whole = numpy.zeros(int((starts[1] + REST_S) * RATE), dtype="<i2")
    for start in starts:
        whole[int(start * RATE) : int(start * RATE) + len(spoken)] = spoken
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(whole.tobytes())
    once.unlink()
    return [{"start": at + one["start"], "end": at + one["end"], "text": one["text"]} for at in starts for one in known]


def _curve(path):
    """How loud, a hundred times a second, as the recording has it."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-vn", "-ar", str(RATE), "-ac", "1", "-f", "s16le", "pipe:1"]
    sound = numpy.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, dtype="<i2").astype(float)
    step = RATE // STEPS
    loud = numpy.sqrt((sound[: len(sound) // step * step].reshape(-1, step) ** 2).mean(axis=1))
    return numpy.log10(loud + 30)


def shift(film, spoken):
    """Seconds to add to a time in the microphone's file to get the time in the film: where the two loudness curves fit best."""
    here, there = _curve(film), _curve(spoken)
    size = 1 << (len(here) + len(there)).bit_length()
    fits = numpy.fft.irfft(
        numpy.fft.rfft(here - here.mean(), size) * numpy.conj(numpy.fft.rfft(there - there.mean(), size)), size
    )
    best = int(fits.argmax())
    return (best if best < size // 2 else best - size) / STEPS
