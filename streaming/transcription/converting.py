"""An official `.pt` file, converted on the way in, so that the faster engine can use it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from . import installed, model_files
from .engines.base import OFFICIAL, is_installed
from .errors import ModelRefused


def add_converted(path: Path, *, name: str = "", changes: Mapping[str, Any] | None = None) -> installed.InstalledModel:
    """Raises ModelRefused; then nothing has changed. What is no `.pt` needs no conversion and is simply added."""
    if model_files.engine_for(path) != OFFICIAL:
        return installed.add_model(path, name=name, changes=changes)
    if not is_installed(OFFICIAL):
        raise ModelRefused("engine_not_installed")
    source = model_files.files_of(path, OFFICIAL)[model_files.MODEL_FILE]
    with tempfile.TemporaryDirectory(dir=installed.made_models_dir(), prefix=".converting-") as place:
        target = Path(place, "model")
        command = [
            sys.executable,
            "-m",
            "streaming.transcription.engines.conversion",
            str(source.resolve()),
            str(target),
        ]
        environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, check=False)
        if done.returncode != 0:
            raise ModelRefused("no_memory" if done.returncode == -9 else "model_unreadable")
        return installed.add_model(target, name=name or (path.stem if path.is_file() else path.name), changes=changes)
