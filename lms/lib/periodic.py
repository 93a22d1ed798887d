"""Periodic work: a `tasks.py` marks a function with `@every`, the supervised scheduler runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Periodic:
    name: str
    seconds: int
    run: Callable[[], object]


REGISTRY: dict[str, Periodic] = {}


def every(seconds: int) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Run the function about every `seconds`; it must be safe to run twice, and short (it claims leases, it does not do the work of hours)."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        name = f"{function.__module__}.{function.__qualname__}"
        REGISTRY[name] = Periodic(name, seconds, function)
        return function

    return register
