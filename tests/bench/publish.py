"""publish: a lesson with 500 MB of media to a ready, live package."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure

MEGABYTES = 500
GOAL = 1.3


def run(scale: float) -> Iterator[Figure]:
    """The reference, in the same run: SHA-256 and a durable copy of the same bytes."""
    from tests.bench.server import stage

    place = stage()
    size = max(4, int(MEGABYTES * scale))
    source = place.data / "film.mp4"
    bare, ours = [], []
    for number in range(3):  # in turns, each with other bytes; the best of three
        fill(source, size)
        bare.append(hash_and_copy(source, place.data / f"copy-{number}"))
        ours.append(publish(place, source, number))
    value, reference = min(ours), min(bare)
    ratio = value / reference
    # The same names at every size, or no exponent can be told.
    yield Figure("publish", "media in the lesson", size, "MB")
    yield Figure("publish", "media to a live package", value, "s", reference, ratio, f"≤ {GOAL}", ratio <= GOAL)


def fill(path: Path, megabytes: int) -> None:
    with path.open("wb") as file:
        for _ in range(megabytes):
            file.write(os.urandom(1 << 20))
        os.fsync(file.fileno())


def hash_and_copy(source: Path, target: Path) -> float:
    began = time.perf_counter()
    digest = hashlib.sha256()
    with source.open("rb") as file, target.open("wb") as copy:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    seconds = time.perf_counter() - began
    target.unlink()
    return seconds


def publish(place: object, source: Path, number: int) -> float:
    from lms.packages import api as packages
    from tests.factories import packages as a

    course = f"urn:newleaf:course:00000000-0000-4000-8000-{number:012d}"
    began = time.perf_counter()
    ref = packages.store_blob(source, "video/mp4")
    video = a.Entry(path="film.mp4", sha256=ref.sha256, bytes=ref.bytes, media_type="video/mp4", role="media")
    package = packages.build_lesson_package(a.manifest(course=course, extra=[video]))
    packages.set_live_lesson(package.pk, by=place.keeper)  # type: ignore[attr-defined]
    packages.set_course(a.course_manifest(course, [package]), prison=place.prison, by=place.keeper)  # type: ignore[attr-defined]
    seconds = time.perf_counter() - began
    packages.blob_path(ref.sha256).unlink()  # room for the next one
    return seconds
