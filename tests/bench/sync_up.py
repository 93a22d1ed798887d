"""sync-up: statements a second from signed batches to durable rows with a receipt."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from tests.bench.figures import Figure

BATCH = 500
BATCHES = 16
GOAL = 0.35


def run(scale: float) -> Iterator[Figure]:
    """The reference is a bare bulk insert of the same rows into the same table, 500 a commit, in turns with the batches."""
    from tests.bench.server import stage

    place = stage()
    ours, bare = measure(place, max(3, int(BATCHES * scale)))
    yield Figure(
        "sync-up",
        f"batches to durable rows ({place.vendor})",
        ours,
        "statements/s",
        bare,
        ours / bare,
        f"≥ {GOAL}",
        ours / bare >= GOAL,
    )


def measure(place: Any, batches: int) -> tuple[float, float]:
    """(our statements a second, the bare insert's): medians, taken in turns so that both meet the same machine."""
    from lms.sync.intake import take_batch

    tablet, device = place.new_tablet()
    ours, bare = [], []
    for _ in range(batches + 1):
        links = [tablet.write(place.statement(number)) for number in range(BATCH)]
        body, headers = tablet.batch(links)
        twins = [rename(json.loads(link.content)) for link in links]
        bare.append(bare_insert(place, device, twins))
        began = time.perf_counter()
        reply = take_batch(body, headers["Newleaf-Signature"], device=device, trusted=True)
        ours.append(time.perf_counter() - began)
        tablet.last_receipt = reply.receipt
    return BATCH / median(ours[1:]), BATCH / median(bare[1:])


def rename(document: dict[str, Any]) -> bytes:
    import uuid

    return json.dumps(document | {"id": str(uuid.uuid4())}).encode()


def bare_insert(place: Any, device: Any, contents: list[bytes]) -> float:
    """Seconds for one commit of ready rows: COPY on PostgreSQL, executemany on SQLite, with the table's indexes and durability."""
    from django.db import transaction
    from django.utils import timezone

    from lms.records import log
    from lms.records.statements import parse_statement

    rows = [parse_statement(content, prison_id=place.prison.pk, device_id=device.pk, seq=1) for content in contents]
    began = time.perf_counter()
    with transaction.atomic():
        log._insert(rows, timezone.now())
    return time.perf_counter() - began
