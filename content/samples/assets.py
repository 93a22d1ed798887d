"""Pictures, documents, films and sounds of the samples in the media library, each only once."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from content import api as content
from content.media import api as media
from content.media.models import Audio, Video
from lms.people.models import Officer

from . import films, song
from .courses.films import FILMS
from .pictures_of import DOCUMENT_TITLES, PICTURE_TITLES, document_path, picture_path
from .waiting import until

TITLES = {"dialogue": "对话：你好", "jasmine": "茉莉花（民歌）"}


class Assets:
    """What one author needs, made when it is first asked for."""

    def __init__(self, by: Officer) -> None:
        self.by = by
        self.folder = Path(settings.DATA_DIR, "samples")
        self.folder.mkdir(parents=True, exist_ok=True)

    def find(self, kind: str, name: str, language: str) -> Any:
        made: dict[str, Callable[[str, str], Any]] = {
            "picture": self._picture,
            "document": self._document,
            "film": self._film,
            "sound": self._sound,
            "song": self._sound,
        }
        return made[kind](name, language)

    def _picture(self, name: str, _language: str) -> Any:
        model, collection, title = get_image_model(), content.collection_for(self.by.prison), PICTURE_TITLES[name]
        found = model.objects.filter(title=title, collection=collection).first()
        if found is None:
            file = ImageFile(io.BytesIO(picture_path(name).read_bytes()), name=f"{name}.webp")
            found = model(title=title, collection=collection, uploaded_by_user=self.by, file=file)
            found.save()
        return found

    def _document(self, name: str, language: str) -> Any:
        language = "zh" if language.startswith("zh") else "en"
        model, collection = get_document_model(), content.collection_for(self.by.prison)
        title = DOCUMENT_TITLES[name, language]
        found = model.objects.filter(title=title, collection=collection).first()
        if found is None:
            found = model(title=title, collection=collection, uploaded_by_user=self.by)
            data = document_path(name, language).read_bytes()
            found.file.save(f"{name}.{language}.pdf", ContentFile(data), save=False)
            found.file_size, found.file_hash = len(data), hashlib.sha1(data, usedforsecurity=False).hexdigest()
            found.save()
        return found

    def _film(self, name: str, language: str) -> Video:
        film = FILMS[name]
        language = language if language in film.languages else film.languages[0]
        title = film.title.in_language(language)
        found = Video.objects.filter(title=title, uploaded_by=self.by).first()
        if found is None:
            path = self.folder / f"{name}.{language}.mp4"
            spoken = films.render_film(film, language, path)
            found = media.add_video(path, path.name, by=self.by, title=title)
            for code in ("zh-hans", "en"):
                media.set_captions(
                    found.pk, code, films.captions(film, spoken, code).encode(), "captions.srt", by=self.by
                )
            path.unlink()
        return self._ready(found)

    def _sound(self, name: str, _language: str) -> Audio:
        found = Audio.objects.filter(title=TITLES[name], uploaded_by=self.by).first()
        if found is None:
            path = self.folder / f"{name}.wav"
            path.write_bytes(films.render_dialogue() if name == "dialogue" else song.render_song())
            found = media.add_audio(path, path.name, by=self.by, title=TITLES[name])
            path.unlink()
        return self._ready(found)

    def _ready(self, asset: Any) -> Any:
        """The worker may be at it already; whoever claims it first does it."""

        def done() -> bool:
            media.transcode(asset.kind, asset.pk)
            asset.refresh_from_db()
            if asset.error:
                raise RuntimeError(f"{asset}: {asset.error}")
            return bool(asset.is_ready)

        until(done, what=str(asset))
        return asset
