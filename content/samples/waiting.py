"""Waiting for work that the worker or this process does, whoever is first."""

import time
from collections.abc import Callable

LONGEST = 600.0


def until(done: Callable[[], bool], *, what: str) -> None:
    end = time.monotonic() + LONGEST
    while not done():
        if time.monotonic() > end:
            raise RuntimeError(f"{what} was not finished in {LONGEST:.0f} seconds")
        time.sleep(0.3)
