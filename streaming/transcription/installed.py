"""The models of this machine: one folder each, brought in by hand, checked once, with its decode settings beside it."""

from __future__ import annotations

import json
import os
import re
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from . import model_files
from .engines.base import Abilities, EngineFailed
from .engines.client import EngineProcess
from .errors import ModelRefused
from .shapes import Decoding

SETTINGS, MANIFEST = "settings.json", "installed.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True)
class InstalledModel:
    """`fingerprint` names the files' contents; `bytes` their size on disk; `added_at` ISO 8601."""

    name: str
    folder: Path
    decoding: Decoding
    fingerprint: str
    abilities: Abilities
    bytes: int
    added_at: str

    def check(self) -> None:
        """Raises ModelRefused when a file has gone or has another size than when it was added."""
        sizes = _manifest(self.folder).get("files", {})
        for name, size in sizes.items():
            file = self.folder / name
            if not file.is_file():
                raise ModelRefused("file_missing", file=name)
            if file.stat().st_size != size:
                raise ModelRefused("file_changed", file=name)


def models_dir() -> Path:
    return Path(settings.WHISPER_MODELS_DIR)


def list_models() -> list[InstalledModel]:
    """Those that can be used, the newest first."""
    if not models_dir().is_dir():
        return []
    found = [model for folder in models_dir().iterdir() if (model := _read(folder)) is not None]
    return sorted(found, key=lambda model: (model.added_at, model.name), reverse=True)


def made_models_dir() -> Path:
    models_dir().mkdir(parents=True, exist_ok=True)
    return models_dir()


def chosen_model() -> InstalledModel | None:
    """The one that new transcripts are made with: the one named by the setting, else the one added last."""
    models = list_models()
    if settings.WHISPER_MODEL:
        return next((model for model in models if model.name == settings.WHISPER_MODEL), None)
    return models[0] if models else None


def model_with(fingerprint: str) -> InstalledModel | None:
    return next((model for model in list_models() if model.fingerprint == fingerprint), None)


def add_model(path: Path, *, name: str = "", changes: Mapping[str, Any] | None = None) -> InstalledModel:
    """Copy a model in, once it has been checked and has really been loaded. Raises ModelRefused; then nothing has changed."""
    engine = model_files.engine_for(path)
    files = model_files.files_of(path, engine)
    name = name or (path.stem if path.is_file() else path.resolve().name)
    _check_name(name)
    decoding = _decoding(path, engine, changes or {})
    if shutil.disk_usage(_existing(models_dir())).free < sum(file.stat().st_size for file in files.values()) + (
        1 << 28
    ):
        raise ModelRefused("no_room")
    place = made_models_dir() / f".coming-{uuid.uuid4().hex}"
    try:
        place.mkdir()
        for file_name, file in files.items():
            shutil.copyfile(file, place / file_name)
        abilities = try_out(place, decoding)
        _write(place, files, decoding, abilities)
        place.rename(models_dir() / name)
        _sync(models_dir())
    finally:
        shutil.rmtree(place, ignore_errors=True)
    added = _read(models_dir() / name)
    assert added is not None
    return added


def remove_model(name: str) -> None:
    """Raises ModelRefused when there is none. Finished transcripts stay."""
    _check_name(name, taken=False)
    folder = models_dir() / name
    if not (folder / MANIFEST).is_file():
        raise ModelRefused("no_such_model")
    gone = models_dir() / f".going-{uuid.uuid4().hex}"
    folder.rename(gone)
    shutil.rmtree(gone)


def try_out(folder: Path, decoding: Decoding) -> Abilities:
    """Load it in a process of its own. Raises ModelRefused with what is wrong."""
    try:
        with EngineProcess(stall_seconds=settings.WHISPER_STALL_SECONDS) as engine:
            return engine.load(folder, decoding, device=settings.WHISPER_DEVICE)
    except EngineFailed as error:
        code = "model_unreadable" if error.code in {"engine_crashed", "engine_failed"} else error.code
        raise ModelRefused(code) from error


def _check_name(name: str, *, taken: bool = True) -> None:
    if not _NAME.fullmatch(name):
        raise ModelRefused("bad_name")
    if taken and (models_dir() / name).exists():
        raise ModelRefused("name_taken")


def _decoding(path: Path, engine: str, changes: Mapping[str, Any]) -> Decoding:
    """The defaults, then a settings.json that came with the model, then what the operator said."""
    beside = (path.parent if path.is_file() else path) / SETTINGS
    try:
        brought = json.loads(beside.read_text(encoding="utf-8")) if beside.is_file() else {}
        decoding = Decoding.from_json({**brought, **changes, "engine": engine})
    except (ValueError, TypeError) as error:
        raise ModelRefused("bad_settings", detail=str(error)) from error
    if decoding.batch_size and not decoding.word_timestamps:  # its segments would be whole half minutes
        raise ModelRefused("batch_needs_words")
    return decoding


def _write(folder: Path, files: Mapping[str, Path], decoding: Decoding, abilities: Abilities) -> None:
    here = {name: folder / name for name in files}
    manifest = {
        "fingerprint": model_files.fingerprint(here),
        "files": {name: file.stat().st_size for name, file in here.items()},
        "abilities": asdict(abilities),
        "added_at": timezone.now().isoformat(timespec="milliseconds"),
    }
    for name, content in ((SETTINGS, decoding.as_json()), (MANIFEST, manifest)):
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    for file in folder.iterdir():
        _sync(file)
    _sync(folder)


def _read(folder: Path) -> InstalledModel | None:
    """None for what is not an installed model, or no longer a readable one."""
    if folder.name.startswith(".") or not (folder / MANIFEST).is_file():
        return None
    try:
        manifest = _manifest(folder)
        decoding = Decoding.from_json(json.loads((folder / SETTINGS).read_text(encoding="utf-8")))
        abilities = Abilities(**manifest["abilities"])
        size = sum(manifest["files"].values())
        return InstalledModel(
            folder.name, folder, decoding, manifest["fingerprint"], abilities, size, manifest["added_at"]
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return found


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
