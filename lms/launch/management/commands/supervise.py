"""`manage supervise [NAME …]`: the processes of one container, or all of them on one machine."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lms.launch import supervisor

NAMES = ("web", "worker", "films", "scheduler", "ingest", "packagers", "studio-nginx", "studio-feed", "transcriber")


class Command(BaseCommand):
    help = "Start the named processes (all when none is named) and keep them running."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="|".join(NAMES))
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--ingest-port", type=int, default=8001)
        parser.add_argument("--threads", type=int, default=8)

    def handle(self, *, names: list[str], host: str, port: int, ingest_port: int, threads: int, **_: Any) -> None:
        makers: dict[str, Callable[[], supervisor.Program]] = {
            "web": lambda: supervisor.web(bind=["--host", host, "--port", str(port)], threads=threads),
            "worker": supervisor.worker,
            "films": supervisor.films,
            "scheduler": supervisor.scheduler,
            "ingest": lambda: supervisor.ingest(bind=["--host", host, "--port", str(ingest_port)]),
            "packagers": supervisor.packagers,
            "studio-nginx": supervisor.studio_nginx,
            "studio-feed": supervisor.studio_feed,
            "transcriber": supervisor.transcriber,
        }
        supervisor.Supervisor([makers[name]() for name in names or list(makers)], say=self.stderr.write).run()
