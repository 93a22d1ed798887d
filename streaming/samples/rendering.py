"""From slides and sentences to the film of a camera: Matroska with H.264 and Opus, a cluster every half second, as browsers record."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import ffmpeg
from django.conf import settings

from content.narration import api as narration
from content.samples import films
from lms.lib import sandbox

from . import slides
from .lesson import LANGUAGE, Slide

FRAMES = 5  # pictures a second: nothing moves on a slide
PAUSE, SLIDE_PAUSE = 0.7, 1.5  # seconds after a sentence and after a slide: time to read and to write down
_VERSION = 1  # of what is drawn here
_LIMITS = sandbox.Limits(memory_bytes=4 * sandbox.GIB, cpu_seconds=900, wall_seconds=1800)
Report = Callable[[int], None]  # hears per cent


@dataclass(frozen=True)
class Rendered:
    """`sentences`: where each is spoken, in seconds of the film."""

    film: Path
    seconds: float
    sentences: list[tuple[float, float]]


def render(deck: Sequence[Slide], report: Report = lambda _percent: None) -> Rendered:
    """The film of these slides under DATA_DIR; made once, and kept under the hash of all that it depends on."""
    folder = Path(settings.DATA_DIR, "samples", "live")
    folder.mkdir(parents=True, exist_ok=True)
    film, times = (folder / f"{_key(deck)}.{kind}" for kind in ("mkv", "json"))
    if not (film.exists() and times.exists()):
        with tempfile.TemporaryDirectory(dir=folder) as name:
            _make(deck, Path(name), report)
            Path(name, "film.mkv").replace(film)
            Path(name, "times.json").replace(times)  # last: with it the film counts
    kept = json.loads(times.read_text(encoding="utf-8"))
    return Rendered(film, kept["seconds"], [(start, end) for start, end in kept["sentences"]])


def _key(deck: Sequence[Slide]) -> str:
    engine = narration.narrator()
    parts = [_VERSION, engine.name, engine.version(), engine.voice_for(LANGUAGE), [asdict(slide) for slide in deck]]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def _make(deck: Sequence[Slide], folder: Path, report: Report) -> None:
    sound, sentences, lengths = _narrated(deck, lambda share: report(int(50 * share)))
    (folder / "sound.wav").write_bytes(sound)
    stills = []
    for number, (slide, seconds) in enumerate(zip(deck, lengths, strict=True), start=1):
        path = folder / f"{number}.png"
        slides.draw(slide, number, len(deck)).save(path, compress_level=1)
        still = ffmpeg.input(str(path), framerate=FRAMES).video.filter("format", "yuv420p")
        stills.append(still.filter("tpad", stop_mode="clone", stop_duration=f"{seconds - 1 / FRAMES:.2f}"))
    output = ffmpeg.output(
        ffmpeg.concat(*stills, v=1, a=0), ffmpeg.input(str(folder / "sound.wav")).audio, str(folder / "film.mkv"),
        **camera_options(FRAMES), shortest=None,
    )  # fmt: skip
    done = sandbox.run(ffmpeg.compile(output.global_args("-nostdin", "-v", "error")), limits=_LIMITS, write=folder)
    if not done.ok:
        raise RuntimeError(f"the sample lesson could not be rendered: {done.complaint}")
    report(100)
    (folder / "times.json").write_text(json.dumps({"seconds": sum(lengths), "sentences": sentences}))


def camera_options(frames: int) -> dict[str, Any]:
    """What a browser's recorder makes: a keyframe each second, a cluster every half second."""
    return {
        "vcodec": "libx264", "preset": "superfast", "tune": "stillimage", "crf": 28, "bf": 0, "pix_fmt": "yuv420p", "g": frames,
        "sc_threshold": 0, "acodec": "libopus", "audio_bitrate": "32k", "ac": 1, "ar": 48000, "format": "matroska",
        "cluster_time_limit": 500, "flush_packets": 1, "map_metadata": -1,
    }  # fmt: skip


def _narrated(
    deck: Sequence[Slide], report: Callable[[float], None]
) -> tuple[bytes, list[tuple[float, float]], list[float]]:
    """One WAV, where each sentence lies in it, and how long each slide is shown (whole pictures)."""
    frames, sentences, lengths = bytearray(), [], []
    count = sum(len(slide.sentences) for slide in deck)
    for slide in deck:
        began = len(frames)
        for text in slide.sentences:
            start = _seconds(frames)
            frames += films.speak(text, LANGUAGE)
            sentences.append((round(start, 3), round(_seconds(frames), 3)))
            frames += films.silence(PAUSE)
            report(len(sentences) / count)
        shown = _seconds(frames) + SLIDE_PAUSE - began / 2 / films.RATE
        length = round(shown * FRAMES) / FRAMES
        frames += films.silence(began / 2 / films.RATE + length - _seconds(frames))
        lengths.append(length)
    return films.as_wav(bytes(frames)), sentences, lengths


def _seconds(frames: bytes | bytearray) -> float:
    return len(frames) / 2 / films.RATE
