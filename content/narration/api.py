"""Reading lesson texts aloud when they are published: one small interface, the engine behind it is a setting."""

from __future__ import annotations

import functools
import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

from lms.lib.ids import new_id

from .encoding import Clip, encode
from .engine import Narrator

__all__ = ["Clip", "narrate", "narrate_all", "narrator"]

logger = logging.getLogger(__name__)

ENGINES = {"espeak": "content.narration.espeak.EspeakNarrator", "none": "content.narration.engine.Silence"}
MAX_CHARACTERS = 20_000


def narrate(text: str, language: str) -> Clip | None:
    """The text read aloud (AAC, mono, in an MP4 container: Chromium and every WebView play it); None when nobody here can read it.

    The same text costs nothing the second time: clips are kept by the hash of engine, voice and text.
    """
    return narrate_all([text], language)[0]


def narrate_all(texts: Sequence[str], language: str) -> list[Clip | None]:
    """As `narrate` for each of them, in order, at a fraction of the cost: call it first for a whole lesson."""
    engine = narrator()
    voice = engine.voice_for(language)
    plain = [" ".join(text.split())[:MAX_CHARACTERS] for text in texts]
    if voice is None:
        return [None] * len(plain)
    places = {text: _place(engine, voice, text) for text in plain if re.search(r"\w", text)}
    clips = {text: _kept(place) for text, place in places.items()}
    sounds = {text: sound for text, clip in clips.items() if clip is None and (sound := engine.render(text, voice))}
    for text, clip in zip(sounds, encode(list(sounds.values())), strict=True):
        if clip is not None:
            _keep(places[text], clip)
            clips[text] = clip
    return [clips.get(text) for text in plain]


@functools.cache
def narrator() -> Narrator:
    """The engine named by settings.NARRATION_ENGINE. A missing one is said once in the log; lessons are then published without narration."""
    name = getattr(settings, "NARRATION_ENGINE", "espeak")
    engine: Narrator = import_string(ENGINES.get(name, name))()
    if not engine.is_available():
        logger.warning("The speech engine %s is not installed: lessons are published without narration.", name)
        engine = import_string(ENGINES["none"])()
    return engine


@dataclass(frozen=True)
class _Place:
    sound: Path
    length: Path


def _place(engine: Narrator, voice: str, text: str) -> _Place:
    key = hashlib.sha256("\x00".join([engine.name, engine.version(), voice, text]).encode()).hexdigest()
    folder = Path(settings.DATA_DIR, "narration", key[:2])
    return _Place(folder / f"{key}.m4a", folder / f"{key}.seconds")


def _kept(place: _Place) -> Clip | None:
    try:
        return Clip(place.sound.read_bytes(), float(place.length.read_text()))
    except (OSError, ValueError):
        return None


def _keep(place: _Place, clip: Clip) -> None:
    """Each file whole or not at all; the length is written last, so a clip without one does not count."""
    place.sound.parent.mkdir(parents=True, exist_ok=True)
    for path, data in ((place.sound, clip.data), (place.length, str(clip.seconds).encode())):
        temporary = path.with_name(f"{path.name}.{new_id()}")
        temporary.write_bytes(data)
        temporary.replace(path)
