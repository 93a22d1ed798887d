"""Which environment a command runs in: production's as it is set, otherwise the demo's own, with secrets made at first start."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from lms.launch.bootstrap import ROOT

DEMO_DATA = ROOT / "var" / "demo"


def choose_profile() -> dict[str, str]:
    """The variables to add: none where NEWLEAF_SECRET (or its file) is set, else those of the demo."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
    if os.environ.get("NEWLEAF_PROFILE") or os.environ.get("NEWLEAF_SECRET") or os.environ.get("NEWLEAF_SECRET_FILE"):
        return {}
    return demo_environment(port=8000)


def demo_environment(*, port: int, data: Path | None = None) -> dict[str, str]:
    data = data or Path(os.environ.get("NEWLEAF_DATA", DEMO_DATA)).resolve()
    return {
        "NEWLEAF_PROFILE": "demo",
        "NEWLEAF_DATA": str(data),
        "NEWLEAF_SECRET_FILE": str(secret_file(data)),
        "NEWLEAF_STAFF_HOST": "staff.newleaf.localhost",
        "NEWLEAF_TABLET_HOST": "tablet.newleaf.localhost",
        "NEWLEAF_CONTENT_HOST": "content.newleaf.localhost",
        "NEWLEAF_INGEST_HOST": "ingest.newleaf.localhost",
        "NEWLEAF_PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "lms.settings",
    }


def secret_file(data: Path) -> Path:
    """The demo's secret, made at first start, readable by its owner only."""
    path = data / "secret"
    data.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    return path
