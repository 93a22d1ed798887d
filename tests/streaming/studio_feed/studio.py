"""A studio: the ingest, its nginx and the feed as real processes on one data folder, and encoders that push to it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import zlib
from uuid import UUID

from tests.faults import serving
from tests.streaming.ingest.serving import Ingest, row


def wait_for(condition, seconds=90):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)
    return found


class Studio:
    def __init__(self, data):
        self.data, self.processes, self.encoders = data, {}, []
        self.rtmp_port, self.srt_first_port = serving.free_port(), serving.free_port()

    def __enter__(self):
        self.ingest = Ingest(self.data)
        try:
            self.ingest.wait()
            self.start("nginx", "run_studio_nginx")
            self.start("feed", "run_studio_feed")
            wait_for(lambda: "LISTEN" in _sockets(self.rtmp_port))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error):
        for encoder in self.encoders:
            encoder.kill()
            encoder.wait()
            encoder.stderr.close()
        for name in list(self.processes):
            self.kill(name)
        self.ingest.kill()

    def start(self, name, command, **extra):
        env = serving.environment(
            self.data,
            NEWLEAF_INGEST_INTERNAL_URL=f"http://127.0.0.1:{self.ingest.port}",
            NEWLEAF_RTMP_PORT=self.rtmp_port,
            NEWLEAF_SRT_FIRST_PORT=self.srt_first_port,
            **extra,
        )
        self.processes[name] = subprocess.Popen(
            [sys.executable, "-m", "django", command], env=env, cwd=serving.ROOT, start_new_session=True
        )

    def kill(self, name):
        """kill -9, with everything it started."""
        process = self.processes.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def encoder(self, key, *, seconds=6, picture=None):
        """OBS's stand-in: pushes H.264 and AAC at the speed of a clock. `picture`: a file to show."""
        return self.push(seconds, "-f", "flv", f"rtmp://127.0.0.1:{self.rtmp_port}/live/{key}", picture=picture)

    def srt_encoder(self, broadcast, key, *, seconds=6):
        port = self.srt_first_port + zlib.crc32(UUID(broadcast).bytes) % 100
        return self.push(seconds, "-f", "mpegts", f"srt://127.0.0.1:{port}?mode=caller&pbkeylen=16&passphrase={key}")

    def push(self, seconds, *target, picture=None):
        drawn = ["-f", "lavfi", "-i", f"testsrc=size=160x120:rate=15:duration={seconds}"]
        command = ["ffmpeg", "-v", "error", "-re", *(["-i", str(picture)] if picture else drawn)]
        command += ["-f", "lavfi", "-i", f"sine=frequency=440:sample_rate=44100:duration={seconds}"]
        command += [
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-tune",
            "zerolatency",
            "-g",
            "15",
            "-pix_fmt",
            "yuv420p",
        ]
        command += ["-c:a", "aac", *target]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self.encoders.append(process)
        return process

    def epochs(self, broadcast, where="true"):
        """The numbers of its epochs, in order: a database gives rows in any."""
        number = broadcast.replace("-", "")
        statement = f"SELECT number FROM streaming_epoch WHERE broadcast_id IN ('{broadcast}', '{number}') AND {where}"
        return sorted(row(self.data, statement))

    def finished(self, broadcast):
        return self.epochs(broadcast, "finished_at IS NOT NULL")

    def state(self, broadcast):
        number = broadcast.replace("-", "")
        return row(self.data, f"SELECT state FROM streaming_broadcast WHERE id IN ('{broadcast}', '{number}')")[0]

    def raw(self, broadcast, number=0):
        return self.data / "broadcasts" / broadcast / f"{number}.mkv"


def _sockets(port):
    return subprocess.run(["ss", "-ltn", f"sport = :{port}"], capture_output=True, text=True, check=True).stdout


def frames_of(path):
    """Presentation times of all pictures, in seconds."""
    command = [
        "ffprobe",
        "-v",
        "error",
        "-select_streams",
        "v",
        "-show_entries",
        "packet=pts_time",
        "-of",
        "csv=p=0",
        path,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(line.strip(",")) for line in done.stdout.split()]
