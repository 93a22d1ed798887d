"""Renders the sample films: slides from the pictures, narration from the speech engine, captions from the same sentences."""

from __future__ import annotations

import functools
import io
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import ffmpeg
from PIL import Image, ImageDraw, ImageFont

from content.narration import api as narration
from lms.lib import sandbox

from .courses.films import DIALOGUE, Film
from .pictures_of import picture_path

RATE = 22050
FRAMES = 5  # pictures a second: nothing moves between two slides
_LIMITS = sandbox.Limits(memory_bytes=3 * sandbox.GIB, cpu_seconds=600, wall_seconds=600)
_PAUSE, _SCENE_PAUSE = 0.35, 0.9


@dataclass(frozen=True)
class Rendered:
    """`cues`: (start, end, index of the sentence) in seconds."""

    sound: bytes
    scenes: list[float]
    cues: list[tuple[float, float, int]]


def render_film(film: Film, language: str, target: Path) -> Rendered:
    """Write the film as MP4 to `target`. The same script gives the same film."""
    spoken = narrate_film(film, language)
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        (folder / "sound.wav").write_bytes(spoken.sound)
        slides = []
        for number, (scene, seconds) in enumerate(zip(film.scenes, spoken.scenes, strict=True)):
            path = folder / f"{number}.png"
            _slide(scene.picture, scene.title.in_language(language)).save(path, compress_level=1)
            still = ffmpeg.input(str(path), framerate=FRAMES).video.filter("format", "yuv420p")
            slides.append(still.filter("tpad", stop_mode="clone", stop_duration=f"{seconds - 1 / FRAMES:.2f}"))
        picture = ffmpeg.concat(*slides, v=1, a=0)
        made = folder / "film.mp4"
        output = ffmpeg.output(picture, ffmpeg.input(str(folder / "sound.wav")).audio, str(made), vcodec="libx264", preset="ultrafast", tune="stillimage", pix_fmt="yuv420p", acodec="aac", aac_coder="fast", audio_bitrate="64k", shortest=None)  # fmt: skip
        done = sandbox.run(ffmpeg.compile(output.global_args("-nostdin", "-v", "error")), limits=_LIMITS, write=folder)
        if not done.ok:
            raise RuntimeError(f"a sample film could not be rendered: {done.complaint}")
        made.replace(target)
    return spoken


def narrate_film(film: Film, language: str) -> Rendered:
    """All sentences in one WAV, with pauses; where each begins; how long each scene lasts."""
    frames, cues, scenes, index = bytearray(), [], [], 0
    for scene in film.scenes:
        began = len(frames)
        for sentence in scene.sentences:
            start = _seconds(len(frames))
            frames += speak(sentence.in_language(language), language)
            cues.append((start, _seconds(len(frames)), index))
            frames += silence(_PAUSE)
            index += 1
        frames += silence(_SCENE_PAUSE)
        scenes.append(_seconds(len(frames) - began))
    return Rendered(as_wav(bytes(frames)), scenes, cues)


def captions(film: Film, spoken: Rendered, language: str) -> str:
    """SRT in any of the two languages: it goes through the same door as an officer's file."""
    sentences = [sentence.in_language(language) for scene in film.scenes for sentence in scene.sentences]
    return "\n".join(
        f"{number}\n{_clock(start)} --> {_clock(end)}\n{sentences[index]}\n"
        for number, (start, end, index) in enumerate(spoken.cues, start=1)
    )


def render_dialogue() -> bytes:
    """Two voices, slowly, as WAV."""
    frames = bytearray()
    for who, words in DIALOGUE:
        frames += speak(words, "zh-hans", variant="+f3" if who == "a" else "+m3") + silence(0.9)
    return as_wav(bytes(frames))


def speak(text: str, language: str, *, variant: str = "") -> bytes:
    """Mono 16-bit frames; without a speech engine, silence for as long as the text would take."""
    engine = narration.narrator()
    voice = engine.voice_for(language)
    wav = engine.render(text, voice + variant) if voice else None
    if wav is None:
        return silence(1 + len(text) * (0.22 if language.startswith("zh") else 0.065))
    return wav[44:]


def silence(seconds: float) -> bytes:
    return bytes(2 * int(RATE * seconds))


def as_wav(frames: bytes) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(frames)
    return out.getvalue()


def _slide(picture: str, title: str) -> Image.Image:
    slide = Image.new("RGB", (1280, 720), "#eaf4ee")
    with Image.open(picture_path(picture)) as drawn:
        slide.paste(drawn.convert("RGB").resize((1067, 600)), (106, 0))
    pen = ImageDraw.Draw(slide)
    pen.rectangle((0, 600, 1280, 720), fill="#1f3b3a")
    pen.text((640, 660), title, font=ImageFont.truetype(font_path(), 52), fill="white", anchor="mm")
    return slide


@functools.cache
def font_path() -> str:
    """A font with Chinese characters, asked of fontconfig."""
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Sans CJK SC:bold"], capture_output=True, text=True, check=True, timeout=20
    )
    return found.stdout


def _seconds(size: int) -> float:
    return size / 2 / RATE


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    return f"{milliseconds // 3_600_000:02d}:{milliseconds // 60_000 % 60:02d}:{milliseconds // 1000 % 60:02d},{milliseconds % 1000:03d}"
