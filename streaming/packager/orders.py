"""What the supervisor tells a packager: which epochs there are, and whether the broadcast is over. A file, so that a packager needs no database."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from lms.lib.durable import make_folder

from .shelf import write_whole

FILE = "orders.json"


@dataclass(frozen=True)
class EpochOrder:
    number: int
    extension: str  # mkv, webm, mp4, flv, ts
    media_type: str = ""
    captured_ms: int | None = None  # the sender's clock when its recorder began
    finished: bool = False


@dataclass(frozen=True)
class Orders:
    epochs: tuple[EpochOrder, ...] = ()
    ended: bool = False


def write_orders(live: Path, orders: Orders) -> None:
    """Replace the file if anything has changed."""
    make_folder(live)
    data = json.dumps(asdict(orders)).encode()
    path = live / FILE
    if not path.exists() or path.read_bytes() != data:
        write_whole(path, data)


def read_orders(live: Path) -> Orders:
    try:
        found = json.loads((live / FILE).read_bytes())
    except (FileNotFoundError, ValueError):
        return Orders()
    return Orders(tuple(EpochOrder(**fields) for fields in found["epochs"]), found["ended"])
