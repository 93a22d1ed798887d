"""The wire shapes of certification. `protocol.py` re-exports them: it is the one place to look."""

from __future__ import annotations

from datetime import date
from typing import Literal

from lms.packages.shapes import Shape


class PathStep(Shape):
    """One step on the way to a certificate. `text`: what it is, in the learner's language; `at`: when it was done."""

    kind: Literal["registered", "eligible", "exam", "results", "certificate"]
    state: Literal["done", "now", "ahead", "failed"]
    text: str
    at: date | None = None


class LearnerCertificate(Shape):
    """A certificate of the learner's. `qr`: an SVG path over a square of `qr_size` units, quiet zone included; empty: the body prints it itself."""

    id: str
    number: str
    title: str
    body: str
    name: str
    issued_on: date
    valid_until: date | None
    state: Literal["valid", "expired", "revoked", "replaced"]
    qr: str = ""
    qr_size: int = 0


class LearnerCandidacy(Shape):
    """The way to one certificate. `needs`: sentences on what is still asked for."""

    candidacy: str
    number: str
    title: str
    body: str
    open: bool  # still on the way
    steps: list[PathStep]
    needs: list[str] = []
    certificate: LearnerCertificate | None = None
