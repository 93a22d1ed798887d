"""live: what a live broadcast costs, how late its picture is on a real player, and what a cut line and a killed server lose.

`scale` is the number of broadcasts at once (below 1: one shorter one; above 1: costs and delay only). A camera is a film made beforehand, handed over piece
by piece at the speed of a clock; each of its pictures carries its number in black and white blocks.
"""

from __future__ import annotations

import itertools
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench import processes
from tests.bench.figures import Figure
from tests.bench.front import BITS, BLOCK, Line, Nginx, Viewer
from tests.bench.live_server import Chunk, LiveServer, chunks_of, push
from tests.factories.senders import Sender

SECONDS, RATE = 40, 30
SETTLED_S = 10
CUT_S = 60
SECRET = "only for this bench"
BARE = (
    "ffmpeg -hide_banner -loglevel error -nostdin -copyts -f matroska -i pipe:0 -map 0:v:0 -map 0:a:0 -c:v copy -c:a aac "
    "-b:a 96k -af aresample=async=1000 -f mp4 -movflags +empty_moov+default_base_moof+frag_keyframe -flush_packets 1 pipe:1"
)


def run(scale: float) -> Iterator[Figure]:
    seconds, broadcasts = max(15, int(SECONDS * min(1.0, scale))), max(1, round(scale))
    with tempfile.TemporaryDirectory(prefix="newleaf-bench-live-") as name:
        folder = Path(name)
        large = chunks_of(film_of(folder / "large.mkv", seconds, "1280x720", "1500k"))
        small = chunks_of(film_of(folder / "small.mkv", CUT_S + 20, "480x270", "200k"))
        with LiveServer(folder / "data", more=("scheduler",)) as server, Viewer() as viewer:
            nginx = Nginx(folder / "nginx", folder / "data", SECRET)
            try:
                yield from _costs_and_delay(server, nginx, viewer, large, seconds, broadcasts)
                if broadcasts == 1:
                    yield from _cut_line(server, small)
                    yield from _killed(server, nginx, viewer, small[:80])
            finally:
                nginx.kill()


def film_of(path: Path, seconds: int, size: str, rate: str) -> Path:
    """Picture n carries n: bit k is white in the k-th block of the strip above."""
    strip = [f"drawbox=x=0:y=0:w={BLOCK * BITS}:h={BLOCK}:t=fill:color=black"]
    strip += [
        f"drawbox=x={BLOCK * bit}:y=0:w={BLOCK}:h={BLOCK}:t=fill:color=white:enable='mod(floor(n/{1 << bit}),2)'"
        for bit in range(BITS)
    ]
    picture = f"testsrc2=size={size}:rate={RATE}:duration={seconds},{','.join(strip)}"
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", picture,
               "-f", "lavfi", "-i", f"sine=frequency=440:beep_factor=4:sample_rate=48000:duration={seconds}",
               "-c:v", "libx264", "-preset", "veryfast", "-tune", "zerolatency", "-threads", "1", "-g", str(RATE), "-sc_threshold", "0",
               "-pix_fmt", "yuv420p", "-b:v", rate, "-c:a", "libopus", "-b:a", "32k", "-cluster_time_limit", "500",
               "-f", "matroska", str(path)]  # fmt: skip
    subprocess.run(command, check=True)
    return path


def _costs_and_delay(
    server: LiveServer, nginx: Nginx, viewer: Viewer, chunks: list[Chunk], seconds: int, broadcasts: int
) -> Iterator[Figure]:
    senders = [server.sender(number) for number in range(broadcasts)]
    viewer.open(nginx.page(senders[0].broadcast))  # it waits for the lesson to begin
    server.settle()
    bare: list[float] = []
    work = [(lambda: bare.append(_bare_remux(chunks)))] + [(lambda one=one: _send(one, chunks)) for one in senders]
    before, memory, began = _used(server), 0.0, time.monotonic()
    running: tuple[float, dict[str, float]] | None = None  # when the beginning was over, and what it had cost
    for thread in (threads := [threading.Thread(target=one) for one in work]):
        thread.start()
    while any(thread.is_alive() for thread in threads):
        viewer.wait(0.5)
        memory = max(memory, _memory(server))
        if running is None and time.monotonic() - began > SETTLED_S:
            running = time.monotonic(), _used(server)
    assert running, f"longer than {SETTLED_S} s, please"
    lasted, after = time.monotonic() - running[0], _used(server)
    seen = viewer.seen()
    viewer.close()
    for sender in senders:
        assert sender.finish(len(chunks))[0] == 200
        server.end(sender.broadcast)
    share = {name: 100 * (value - running[1][name]) / lasted / broadcasts for name, value in after.items()}
    used = sum(after.values()) - sum(before.values())
    begin = (sum(running[1].values()) - sum(before.values())) / broadcasts - sum(share.values()) / 100 * SETTLED_S
    whole, reference = share["ingest"] + share["packagers"], 100 * bare[0] / seconds
    many = f" of {broadcasts}" if broadcasts > 1 else ""
    yield Figure("live", f"CPU of a 720p broadcast{many}: ingest and packager", whole, "% of a core", reference, whole / reference, "≤ 4 %", whole <= 4)  # fmt: skip
    yield Figure("live", f"CPU of a 720p broadcast{many}: packager", share["packagers"], "% of a core", reference, share["packagers"] / reference)  # fmt: skip
    yield Figure("live", f"CPU to begin a broadcast{many}", begin, "s")
    yield Figure("live", "CPU of all broadcasts", used, "s", bare[0], used / bare[0])
    yield Figure("live", f"memory of a broadcast{many}: packager", memory / broadcasts, "MB", goal="≤ 80 MB", ok=memory / broadcasts <= 80)  # fmt: skip
    yield from _delays(seen, senders[0])


def _delays(seen: dict, sender: Sender) -> Iterator[Figure]:
    """`seen`: [[when a picture stood on the screen, its number], …]; the camera took picture n at captured + n / RATE."""
    first = (seen["seen"][0][0] - sender.captured) / 1000
    yield Figure("live", "go live to the first picture at a waiting viewer", first, "s", goal="≤ 4 s", ok=first <= 4)
    late = [(at - sender.captured) / 1000 - number / RATE for at, number in seen["seen"] if number / RATE > SETTLED_S]
    yield Figure("live", "camera to screen, median", statistics.median(late), "s")
    yield Figure("live", "camera to screen, p95", p95(late), "s", goal="≤ 3.5 s", ok=p95(late) <= 3.5)
    yield Figure("live", "fatal errors of the player", len([one for one in seen["fatal"] if "manifestLoad" not in one]), "", goal="0")  # fmt: skip


def _cut_line(server: LiveServer, chunks: list[Chunk]) -> Iterator[Figure]:
    """The teacher's line is gone for a minute; the page keeps what it records and sends it afterwards."""
    line, sender = Line(server.port), server.sender(8)
    sender.port = line.port
    cut = threading.Timer(8, line.cut)
    mend = threading.Timer(8 + CUT_S, line.mend)
    sending = threading.Thread(target=lambda: _send(sender, chunks, patient=True))
    for one in (cut, mend, sending):
        one.start()
    sending.join()
    line.close()
    sender.port = server.port
    yield from _loss("network cut of 60 s", server, sender, chunks)


def _killed(server: LiveServer, nginx: Nginx, viewer: Viewer, chunks: list[Chunk]) -> Iterator[Figure]:
    """kill -9 of everything on the server; the supervisor begins it again a second later."""
    sender = server.sender(9)
    viewer.open(nginx.page(sender.broadcast))
    sending = threading.Thread(target=lambda: _send(sender, chunks, patient=True))
    sending.start()
    while sending.is_alive() and not server.health(sender.broadcast).get("segments", 0) >= 10:
        viewer.wait(0.2)
    killed = time.time()
    for name in list(server.running):
        server.kill(name)
    nginx.kill()
    viewer.wait(1)
    for name in ("ingest", "packagers", "scheduler"):
        server.start(name)
    nginx.start()
    while sending.is_alive():
        viewer.wait(0.5)
    seen = [at / 1000 for at, _number in viewer.seen()["seen"]]
    viewer.close()
    still = max(after - before for before, after in itertools.pairwise(seen) if after > killed)
    yield Figure("live", "kill -9 of the server: picture stands still", still, "s", goal="≤ 8 s", ok=still <= 8)
    yield from _loss("kill -9 of the server", server, sender, chunks)


def _loss(what: str, server: LiveServer, sender: Sender, chunks: list[Chunk]) -> Iterator[Figure]:
    """Seconds of pictures that are not in the film; the raw file must be what was sent, byte for byte."""
    assert sender.finish(len(chunks))[0] == 200
    assert server.raw(sender.broadcast).read_bytes() == b"".join(data for _due, data in chunks)
    server.end(sender.broadcast)
    from tests.streaming.packager.studio import Shown

    shown = Shown(server.live(sender.broadcast))
    closed = server.close(sender.broadcast)
    lost = (_pictures(server.raw(sender.broadcast)) - _pictures(closed["film"])) / RATE
    yield Figure("live", f"{what}: recording lost", lost, "s", goal="0 s", ok=lost == 0 and closed["gaps"] == [])
    holes = sum(abs(hole) for hole in shown.holes() if abs(hole) > 0.001)
    yield Figure("live", f"{what}: holes in what late-comers see", holes, "s", goal="0 s", ok=holes == 0)


def _pictures(film: Path | str) -> int:
    command = ["ffprobe", "-v", "fatal", "-count_packets", "-select_streams", "v:0", "-show_entries", "stream=nb_read_packets",
               "-of", "csv=p=0", str(film)]  # fmt: skip
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip().strip(","))


def _send(sender: Sender, chunks: list[Chunk], *, patient: bool = False) -> None:
    sender.captured = round(1000 * time.time())
    assert sender.open()[0] == 201
    push(sender, chunks, patient=patient)


def _bare_remux(chunks: list[Chunk]) -> float:
    """Seconds of CPU of ffmpeg alone on the same bytes at the same pace."""
    process = subprocess.Popen(BARE.split(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin
    began = time.monotonic()
    for due, data in chunks:
        time.sleep(max(0.0, began + due - time.monotonic()))
        process.stdin.write(data)
        process.stdin.flush()
    process.stdin.close()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.returncode
    return used.ru_utime + used.ru_stime


def _used(server: LiveServer) -> dict[str, float]:
    """Seconds of CPU since each began. Packagers end only after this is asked for the last time."""
    return {
        name: sum(map(processes.cpu_seconds, processes.family(process.pid)))
        for name, process in server.running.items()
        if name != "scheduler"
    }


def _memory(server: LiveServer) -> float:
    """Megabytes of the packagers and their ffmpeg, without the one who looks after them."""
    return sum(map(processes.megabytes, processes.family(server.running["packagers"].pid)[1:]))


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
