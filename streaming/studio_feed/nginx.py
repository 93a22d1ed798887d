"""An nginx of our own for RTMP: one worker, no automatic push, asks before anybody may publish, writes FLV."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from django.conf import settings

from lms.lib.durable import make_folder

from . import feeds

MODULE = Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")

_CONFIG = """\
# Written at every start by streaming/studio_feed/nginx.py.
{user}daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr warn;
load_module {module};
rtmp_auto_push off;
events {{ worker_connections 512; }}
rtmp {{
    server {{
        listen {port};
        chunk_size 4096;
        application live {{
            live on;
            deny play all;
            drop_idle_publisher 10s;
            # no record_interval: 0 begins a new file at every keyframe
            record all;
            record_path {folder}/received;
            record_suffix .flv;
            on_publish {ask}/publish;
            on_publish_done {ask}/done;
        }}
    }}
}}
"""


def program_path() -> str:
    return shutil.which("nginx") or ("/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else "")


def is_available() -> bool:
    """Whether encoders can reach this machine by RTMP (Debian: libnginx-mod-rtmp)."""
    return bool(program_path()) and MODULE.exists()


def command() -> list[str]:
    """Writes the configuration and returns what starts the instance."""
    folder = feeds.folder()
    make_folder(folder / "received")
    path = folder / "nginx.conf"
    path.write_text(config(), encoding="utf-8")
    path.chmod(0o600)  # the address that it asks at is a secret
    return [program_path(), "-p", str(folder), "-c", str(path), "-e", "stderr"]


def config() -> str:
    return _CONFIG.format(
        user="user root;\n" if os.geteuid() == 0 else "",
        folder=feeds.folder(),
        module=MODULE,
        port=settings.RTMP_PORT,
        ask=f"{settings.INGEST_INTERNAL_URL}/ingest/v1/studio/{feeds.callback_secret()}",
    )


def address() -> str:
    """What the encoder's "server" field needs; "" when RTMP is not installed."""
    port = "" if settings.RTMP_PORT == 1935 else f":{settings.RTMP_PORT}"
    return f"rtmp://{settings.STUDIO_HOST}{port}/live" if is_available() else ""
