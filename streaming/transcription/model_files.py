"""The files of a model: which there must be, and whether each is what its name says. Checked before an engine sees them, because a missing one would be looked for outside."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from .engines.base import FASTER, OFFICIAL
from .engines.official import MODEL_FILE as MODEL_FILE
from .errors import ModelRefused

_VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
_JSON = ("config.json", "tokenizer.json", "preprocessor_config.json")
_SPECIAL = 1000  # tokens that only one of tokenizer and vocabulary may count: the time stamps


def engine_for(path: Path) -> str:
    """Which engine can use what lies there. Raises ModelRefused."""
    if not path.exists():
        raise ModelRefused("no_folder")
    if path.is_file() and path.suffix == ".pt":
        return OFFICIAL
    if path.is_dir() and (path / MODEL_FILE).is_file() and not (path / "model.bin").exists():
        return OFFICIAL
    if path.is_dir() and any((path / name).exists() for name in ("model.bin", *_JSON, *_VOCABULARIES)):
        return FASTER
    raise ModelRefused("not_a_model")


def files_of(path: Path, engine: str) -> dict[str, Path]:
    """Name in the installed folder → file. Raises ModelRefused when one is missing, empty, damaged or of another model."""
    if engine == OFFICIAL:
        files = {MODEL_FILE: path if path.is_file() else path / MODEL_FILE}
        _check_there(files)
        return files
    vocabulary = next((name for name in _VOCABULARIES if (path / name).exists()), _VOCABULARIES[0])
    files = {name: path / name for name in ("model.bin", *_JSON, vocabulary)}
    _check_there(files)
    _check_contents(files, vocabulary)
    return files


def fingerprint(files: dict[str, Path]) -> str:
    """SHA-256 over the names and the contents: the same on every machine that has the same model."""
    whole = hashlib.sha256()
    for name in sorted(files):
        digest = hashlib.sha256()
        with files[name].open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
        whole.update(f"{name}\0{digest.hexdigest()}\n".encode())
    return whole.hexdigest()


def _check_there(files: dict[str, Path]) -> None:
    for name, file in files.items():
        if not file.is_file():
            raise ModelRefused("file_missing", file=name)
        try:
            if not file.stat().st_size:
                raise ModelRefused("file_empty", file=name)
            with file.open("rb") as opened:
                opened.read(1)
        except OSError as error:
            raise ModelRefused("file_unreadable", file=name) from error


def _check_contents(files: dict[str, Path], vocabulary: str) -> None:
    config, tokenizer, preprocessor = (_json(files[name], name) for name in _JSON)
    if not {"lang_ids", "suppress_ids"} <= config.keys():
        raise ModelRefused("not_whisper")
    if not isinstance(preprocessor.get("feature_size", 80), int):
        raise ModelRefused("file_not_json", file="preprocessor_config.json")
    model = tokenizer.get("model")
    if not isinstance(model, dict) or not isinstance(model.get("vocab"), dict):
        raise ModelRefused("file_not_json", file="tokenizer.json")
    known = len(model["vocab"]) + len(tokenizer.get("added_tokens") or [])
    if abs(known - _words_in(files[vocabulary], vocabulary)) > 2 * _SPECIAL:
        raise ModelRefused("vocabulary_mismatch")


def _words_in(file: Path, name: str) -> int:
    if name.endswith(".txt"):
        return len(file.read_text(encoding="utf-8", errors="replace").splitlines())
    try:
        words = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ModelRefused("file_not_json", file=name) from error
    if not isinstance(words, list):
        raise ModelRefused("file_not_json", file=name)
    return len(words)


def _json(file: Path, name: str) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:  # a UnicodeDecodeError is one too
        raise ModelRefused("file_not_json", file=name) from error
    if not isinstance(found, dict):
        raise ModelRefused("file_not_json", file=name)
    return found
