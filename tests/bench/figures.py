"""The one shape in which a bench reports: a ratio to a reference that was measured in the same run."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """`ratio` is value ÷ reference (None where there is no reference); `ok` says whether the goal is met."""

    bench: str
    metric: str
    value: float
    unit: str
    reference: float | None = None
    ratio: float | None = None
    goal: str = ""
    ok: bool | None = None

    def as_dict(self) -> dict:
        return asdict(self)
