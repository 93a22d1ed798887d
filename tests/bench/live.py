"""live: what one live broadcast costs while it runs, and how old a picture is when it can be fetched."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure

SECONDS = 40
ROOT = Path(__file__).parents[2]
BARE = (
    "ffmpeg -hide_banner -loglevel error -nostdin -copyts -f matroska -i pipe:0 -map 0:v:0 -map 0:a:0 -c:v copy -c:a aac "
    "-b:a 96k -af aresample=async=1000 -f mp4 -movflags +empty_moov+default_base_moof+frag_keyframe -flush_packets 1 pipe:1"
)


def run(scale: float) -> Iterator[Figure]:
    """Real time: `scale` makes the lesson longer. The reference is ffmpeg alone on the same bytes at the same pace."""
    seconds = max(10, int(SECONDS * scale))
    with tempfile.TemporaryDirectory(prefix="newleaf-bench-live-") as name:
        folder = Path(name)
        chunks = camera(folder / "camera.mkv", seconds)
        bare = bare_remux(chunks)
        cpu, memory = package(folder, chunks)
        ages, lags = ages_of(folder / "live")
    share = 100 * cpu / seconds
    yield Figure(
        "live", "CPU of one 720p broadcast", share, "% of a core", 100 * bare / seconds, cpu / bare, "≤ 4 %", share <= 4
    )
    yield Figure("live", "memory of one broadcast", memory, "MB", goal="≤ 80 MB", ok=memory <= 80)
    yield Figure("live", "end of a segment to its publication, p95", p95(lags), "s", goal="≤ 1 s", ok=p95(lags) <= 1)
    yield Figure("live", "age of its oldest picture then, p95", p95(ages), "s", goal="≤ 2 s", ok=p95(ages) <= 2)


def camera(path: Path, seconds: int) -> list[tuple[float, bytes]]:
    """(when, bytes): what a recorder hands over every half second, 720p at 30 pictures a second."""
    from streaming.packager import matroska
    from tests.streaming.packager.studio import film

    film(
        path,
        seconds=seconds,
        size="1280x720",
        extra=("-cluster_time_limit", "500", "-b:v", "1500k", "-preset", "veryfast"),
    )
    data = path.read_bytes()
    header = matroska.read_header(data)
    assert header is not None
    found = list(matroska.clusters(data, header, header.size, len(data)))
    chunks = [(one.start_s + 0.5, data[one.offset : one.end]) for one in found]
    chunks[0] = (chunks[0][0], data[: found[0].end])
    return chunks


def bare_remux(chunks: list[tuple[float, bytes]]) -> float:
    """Seconds of CPU."""
    process = subprocess.Popen(BARE.split(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin
    began = time.monotonic()
    for due, data in chunks:
        time.sleep(max(0.0, began + due - time.monotonic()))
        process.stdin.write(data)
        process.stdin.flush()
    process.stdin.close()
    return _cpu(process)


def package(folder: Path, chunks: list[tuple[float, bytes]]) -> tuple[float, float]:
    """(seconds of CPU, most megabytes of memory) of the packager and its ffmpeg."""
    from streaming.packager.orders import EpochOrder, Orders, write_orders

    raw, live = folder / "raw", folder / "live"
    raw.mkdir()
    began = time.time()
    order = EpochOrder(0, "mkv", "", round(1000 * began))
    write_orders(live, Orders((order,)))
    process = subprocess.Popen([sys.executable, "-m", "streaming.packager", str(raw), str(live)], cwd=ROOT)
    memory: list[float] = []
    cpu: dict[int, float] = {}
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, memory, cpu, done))
    watcher.start()
    offset = 0
    with (raw / "0.mkv").open("ab") as file, (raw / "0.index").open("a") as index:
        for number, (due, data) in enumerate(chunks):
            time.sleep(max(0.0, began + due - time.time()))
            file.write(data)
            file.flush()
            line = {"n": number, "offset": offset, "bytes": len(data), "received_ms": round(1000 * time.time()),
                    "captured_ms": round(1000 * (began + due))}  # fmt: skip
            index.write(json.dumps(line) + "\n")
            index.flush()
            offset += len(data)
    write_orders(live, Orders((EpochOrder(0, "mkv", "", order.captured_ms, True),), True))
    _cpu(process)
    done.set()
    watcher.join()
    return sum(cpu.values()), max(memory)


def ages_of(live: Path) -> tuple[list[float], list[float]]:
    """Of every segment, when it was there: the age of its oldest and of its newest picture, in seconds."""
    from tests.streaming.packager.studio import Shown

    ages, lags = [], []
    for segment in Shown(live).list.segments:
        there = (live / segment.uri).stat().st_mtime
        begun = segment.program_date_time.timestamp()
        ages.append(there - begun)
        lags.append(there - begun - segment.duration)
    return ages, lags


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def _cpu(process: subprocess.Popen) -> float:
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.returncode
    return used.ru_utime + used.ru_stime


def _watch(pid: int, memory: list[float], cpu: dict[int, float], done: threading.Event) -> None:
    """Looks at each process by itself: what the sandbox runs is not counted for whoever waits for the sandbox."""
    while not done.wait(0.25):
        family = _family(pid)
        memory.append(sum(_megabytes(one) for one in family))
        cpu.update({one: used for one in family if (used := _seconds(one))})


def _seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> list[int]:
    children = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children += [int(child) for child in task.read_text().split()]
        except OSError:
            continue
    return [pid, *(one for child in children for one in _family(child))]


def _megabytes(pid: int) -> float:
    """Proportional set size: what is shared counts once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
