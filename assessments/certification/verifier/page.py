"""Putting the page together: the built script, style and licences, the sentences of verdicts, and a trust bundle, in one file.

The script's sources lie in `lms/tablet/frontend/verifier`, where the project's one Node tool chain is.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.lib.canonical import canonical_json
from lms.lib.errors import Conflict

from ..credentials.trust_bundle import read_bundle
from ..credentials.verdicts import SENTENCES

BUILT = Path(settings.BASE_DIR) / "lms" / "tablet" / "frontend" / "dist-verifier"


class PageNotBuilt(Conflict):
    """`./newleaf setup` has not run here."""

    code = "verifier_not_built"
    sentence = _(
        "The page that checks certificates is not on this server yet. Tell the person who looks after the server."
    )


def build_verifier(bundle: dict[str, Any]) -> bytes:
    """The page: the same bundle gives the same bytes. Raises BundleInvalid, PageNotBuilt."""
    read_bundle(bundle)
    script, style = _built("page.js").strip(), _built("page.css").strip()
    parts = {
        "POLICY": _policy(script, style),
        "STYLE": style,
        "LICENCES": html.escape(_built("licences.txt"), quote=False),
        "SENTENCES": _data(canonical_json(json.loads(SENTENCES.read_text(encoding="utf-8")))),
        "BUNDLE": _data(canonical_json(bundle)),
        "SCRIPT": script,
    }
    pieces = _built("page.html").split("@")
    return "".join(parts.get(piece, piece) for piece in pieces).encode()


def _policy(script: str, style: str) -> str:
    """No address of any kind may be opened; the only script and style are the two in the page."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src '{_hash(script)}' 'wasm-unsafe-eval'",
            f"style-src '{_hash(style)}'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _data(text: bytes) -> str:
    """JSON inside a script element: nothing in it may end the element."""
    return text.decode().replace("<", "\\u003c")


def _built(name: str) -> str:
    try:
        return (BUILT / name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise PageNotBuilt from error
