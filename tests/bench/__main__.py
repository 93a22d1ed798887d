"""`./newleaf bench [NAME …] [--json] [--scale N]`: real components on loopback, ratios to a reference of the same run."""

from __future__ import annotations

import argparse
import importlib
import json
import math
import pkgutil
import sys
from collections.abc import Iterable

import tests.bench
from tests.bench.figures import Figure

FRAME = {"__main__", "figures", "front", "live_server", "processes", "server"}


def names() -> list[str]:
    return sorted(
        module.name.replace("_", "-")
        for module in pkgutil.iter_modules(tests.bench.__path__)
        if module.name not in FRAME
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="newleaf bench")
    parser.add_argument("names", nargs="*", help=f"one or more of: {', '.join(names())}")
    parser.add_argument("--json", action="store_true", help="one JSON line a figure")
    parser.add_argument("--scale", type=float, default=1.0, help="size of the work; costs must grow no faster than it")
    parser.add_argument("--minutes", type=float, help="soak: how long the lesson lasts (60)")
    parser.add_argument("--growth", action="store_true", help="run at three sizes and report the exponent")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in names()]:
        print(f"There is no bench “{unknown[0]}”. There are: {', '.join(names())}", file=sys.stderr)
        return 2
    missed = 0
    for name in options.names or names():
        bench = importlib.import_module(f"tests.bench.{name.replace('-', '_')}")
        if not options.names and getattr(bench, "ON_REQUEST", False):
            continue
        if options.minutes and hasattr(bench, "MINUTES"):
            bench.MINUTES = options.minutes
        if options.growth:
            report_growth(name, bench, options.scale)
            continue
        for figure in bench.run(options.scale):
            missed += figure.ok is False
            show(figure, as_json=options.json)
    return 1 if missed else 0


def show(figure: Figure, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(figure.as_dict(), ensure_ascii=False), flush=True)
        return
    ratio = f"  ratio {figure.ratio:.3f}" if figure.ratio is not None else ""
    verdict = {True: "ok", False: "MISSED", None: ""}[figure.ok]
    print(
        f"{figure.bench:10} {figure.metric:38} {figure.value:14,.2f} {figure.unit:12}{ratio}  {figure.goal}  {verdict}",
        flush=True,
    )


def report_growth(name: str, bench, scale: float) -> None:
    """The slope of log(value) over log(size): 0 for a rate that does not fall, 1 for a cost in step with the work."""
    sizes = [scale, scale * 2, scale * 4]
    runs = [{figure.metric: figure.value for figure in bench.run(size)} for size in sizes]
    for metric in runs[0]:
        points = [
            (math.log(size), math.log(run[metric]))
            for size, run in zip(sizes, runs, strict=True)
            if run.get(metric, 0) > 0
        ]
        if len(points) == len(sizes):
            print(
                json.dumps({"bench": name, "metric": metric, "exponent": round(_slope(points), 3), "sizes": sizes}),
                flush=True,
            )


def _slope(points: Iterable[tuple[float, float]]) -> float:
    points = list(points)
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


if __name__ == "__main__":
    sys.exit(main())
