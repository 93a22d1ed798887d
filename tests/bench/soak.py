"""soak: one live lesson of an hour at real time through ingest and packager: does anything run apart, grow, or get lost?

The camera flashes and beeps each second, and its sound card is 104 ppm too fast: whoever counts samples instead of reading
times is 375 ms apart after an hour.
"""

from __future__ import annotations

import io
import itertools
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench import processes
from tests.bench.figures import Figure
from tests.bench.live_server import LiveServer, chunks_of, push

ON_REQUEST = True  # `newleaf bench` without a name leaves it out
MINUTES = 60.0
RATE, CARD = 48_000, 48_005
LOOK_S = 10.0
WINDOW_S = 30.0  # so much of the beginning and of the end is looked at for flash and beep


def run(scale: float) -> Iterator[Figure]:
    seconds = max(60, int(60 * MINUTES * scale))
    with tempfile.TemporaryDirectory(prefix="newleaf-bench-soak-") as name:
        folder = Path(name)
        camera = film_of(folder / "camera.mkv", seconds)
        chunks = chunks_of(camera)
        with LiveServer(folder / "data") as server:
            watch = Watch(server)
            sender = server.sender()
            assert sender.open()[0] == 201
            watch.start(sender.broadcast)
            push(sender, chunks)
            watch.stop()
            assert sender.finish(len(chunks))[0] == 200
            server.end(sender.broadcast)
            sent = b"".join(data for _due, data in chunks)
            lost = len(sent) - _common(sent, server.raw(sender.broadcast).read_bytes())
            closed = server.close(sender.broadcast)
            yield Figure("soak", "acknowledged bytes that are not on the disk", lost, "bytes", goal="0", ok=lost == 0)
            yield from _pictures(server.live(sender.broadcast), closed, seconds)
            yield from watch.figures(seconds)


def film_of(path: Path, seconds: int, *, card: int = CARD) -> Path:
    """A corner that is white for the first fifth of each second, a beep at the same moment; H.264 and Opus, clusters of half a second."""
    corner = "drawbox=x=0:y=0:w=64:h=64:t=fill:color={}:enable='{}'"
    flash = f"{corner.format('black', '1')},{corner.format('white', 'lt(mod(t,1),0.2)')}"
    beep = (
        f"aevalsrc='0.5*sin(2*PI*1000*t)*lt(t,0.05)':s={RATE}:d=1,aloop=loop=-1:size={RATE},asetrate={card},aresample={RATE},"
        f"atrim=duration={seconds * RATE / card:.3f}"
    )
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=size=320x180:rate=15:duration={seconds},{flash}",
               "-f", "lavfi", "-i", beep, "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-threads", "1", "-g", "15",
               "-sc_threshold", "0", "-pix_fmt", "yuv420p", "-b:v", "150k", "-c:a", "libopus", "-b:a", "32k",
               "-bsf:a", f"setts=ts=TS*{card}/{RATE}", "-cluster_time_limit", "500", "-f", "matroska", str(path)]  # fmt: skip
    subprocess.run(command, check=True)
    return path


def _pictures(live: Path, closed: dict[str, Any], seconds: int) -> Iterator[Figure]:
    """What viewers saw, and the film."""
    from tests.streaming.packager.studio import Shown

    shown = Shown(live)
    hours = seconds / 3600
    holes = sum(abs(hole) for hole in shown.holes() if abs(hole) > 0.001)
    missing = seconds - shown.times()[-1][1] + shown.times()[0][0]
    yield Figure("soak", "holes in the live picture", holes, "s", goal="0 s", ok=holes == 0)
    yield Figure("soak", "live picture that never came", max(0.0, missing), "s", goal="≤ 0.1 s", ok=missing <= 0.1)
    ends = [_of_segments(shown, slice(0, int(WINDOW_S))), _of_segments(shown, slice(-int(WINDOW_S), None))]
    yield from _drift("live picture", [sync_ms(one) for one in ends], hours)
    film = closed["film"]
    gone = seconds - (closed["seconds"] or 0)
    yield Figure("soak", "recording: missing seconds", gone, "s", goal="≤ 0.1 s", ok=gone <= 0.1)
    alarms = len(closed["gaps"]) + len(closed["alarms"])
    yield Figure("soak", "recording: gaps and alarms", alarms, "", goal="0", ok=alarms == 0)
    yield from _drift("recording", [sync_ms(film, until=WINDOW_S), sync_ms(film, begin=seconds - WINDOW_S)], hours)


def _drift(what: str, offsets: Sequence[float], hours: float) -> Iterator[Figure]:
    drift = (offsets[1] - offsets[0]) / hours
    counted = (CARD / RATE - 1) * 3_600_000
    yield Figure(
        "soak", f"{what}: sound against picture, drift", drift, "ms/h", counted, drift / counted, "≤ 100 ms/h", abs(drift) <= 100
    )  # fmt: skip
    yield Figure(
        "soak", f"{what}: sound after picture, at the end", offsets[1], "ms", goal="≤ 100 ms", ok=abs(offsets[1]) <= 100
    )


def _of_segments(shown: Any, which: slice) -> io.BytesIO:
    segments = shown.list.segments[which]
    data = [(shown.live / segments[0].init_section.uri).read_bytes()]
    return io.BytesIO(b"".join([*data, *((shown.live / segment.uri).read_bytes() for segment in segments)]))


def sync_ms(media: Any, *, begin: float = 0.0, until: float | None = None) -> float:
    """How much later the beep is than the flash, the median of all seconds looked at."""
    import av

    flashes: list[float] = []
    beeps: list[float] = []
    with av.open(media, format="mp4") as file:
        if begin:
            file.seek(int(begin * 1_000_000))
        dark, quiet_since = False, 0.0
        for frame in file.decode(file.streams.video[0], file.streams.audio[0]):
            if until is not None and frame.time > until:
                break
            if isinstance(frame, av.VideoFrame):
                light = frame.to_ndarray(format="gray")[8:56, 8:56].mean() > 128
                if light and dark:
                    flashes.append(frame.time)
                dark = not light
                continue
            for number, loud in enumerate(abs(frame.to_ndarray()[0]) > 0.1):
                now = frame.time + number / frame.sample_rate
                if loud and now - quiet_since > 0.5:
                    beeps.append(now)
                if loud:
                    quiet_since = now
    found = [1000 * (beep - flash) for flash, beep in itertools.product(flashes, beeps) if abs(beep - flash) < 0.5]
    return statistics.median(found)


@dataclass
class Watch:
    """Looks at the processes every ten seconds from a thread of its own."""

    server: LiveServer
    rows: list[dict[str, float]] = field(default_factory=list)
    pids: set[int] = field(default_factory=set)

    def start(self, broadcast: str) -> None:
        self._broadcast, self._over = broadcast, threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        began = time.monotonic()
        while not self._over.wait(LOOK_S):
            row = {"at": (time.monotonic() - began) / 3600}
            for name, process in self.server.running.items():
                family = processes.family(process.pid)
                row[f"{name} MB"] = sum(map(processes.own_megabytes, family))
                row[f"{name} files"] = sum(map(processes.open_files, family))
                row[f"{name} s"] = sum(map(processes.cpu_seconds, family))
            health = self.server.health(self._broadcast)
            row |= {name: float(health.get(name) or 0) for name in ("lag_ms", "av_ms", "restarts")}
            self.rows.append(row)

    def figures(self, seconds: int) -> Iterator[Figure]:
        settled = self.rows[len(self.rows) // 6 :]
        for name, most in (("ingest", 5.0), ("packagers", 12.0)):
            memory = [(row["at"], row[f"{name} MB"]) for row in settled]
            growth, first = _slope(memory), memory[0][1]
            yield Figure(
                "soak", f"{name}: memory, growth", growth, "MB/h", first, growth / first, f"≤ {most:.0f} MB/h", growth <= most
            )  # fmt: skip
            files = [row[f"{name} files"] for row in settled]
            more = max(files[-len(files) // 3 :]) - max(files[: len(files) // 3])
            yield Figure(
                "soak", f"{name}: open files, growth", more, "", max(files[: len(files) // 3]), None, "≤ 0", more <= 0
            )  # fmt: skip
            share = (
                100
                * (settled[-1][f"{name} s"] - settled[0][f"{name} s"])
                / (3600 * (settled[-1]["at"] - settled[0]["at"]))
            )
            yield Figure("soak", f"{name}: CPU", share, "% of a core")
        lags = sorted(row["lag_ms"] / 1000 for row in settled)
        yield Figure(
            "soak",
            "end of a segment to its publication, p95",
            lags[int(0.95 * len(lags))],
            "s",
            goal="≤ 1.5 s",
            ok=lags[int(0.95 * len(lags))] <= 1.5,
        )
        restarts = max(row["restarts"] for row in self.rows)
        yield Figure("soak", "restarts of the packager", restarts, "", goal="0", ok=restarts == 0)


def _slope(points: Sequence[tuple[float, float]]) -> float:
    return statistics.linear_regression(*zip(*points, strict=True)).slope


def _common(one: bytes, other: bytes) -> int:
    """How many bytes at the beginning are equal."""
    if other.startswith(one):
        return len(one)
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
