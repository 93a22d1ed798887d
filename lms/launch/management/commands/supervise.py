"""`manage supervise [web|worker|scheduler|transcriber …]`: the processes of one container, or all of them on one machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from lms.launch import supervisor


class Command(BaseCommand):
    help = "Start the named processes (all when none is named) and keep them running."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "names",
            nargs="*",
            choices=["web", "worker", "scheduler", "transcriber", []],
            metavar="web|worker|scheduler|transcriber",
        )
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--threads", type=int, default=8)

    def handle(self, *, names: list[str], host: str, port: int, threads: int, **_: Any) -> None:
        makers = {
            "web": lambda: supervisor.web(bind=["--host", host, "--port", str(port)], threads=threads),
            "worker": supervisor.worker,
            "scheduler": supervisor.scheduler,
            "transcriber": supervisor.transcriber,
        }
        supervisor.Supervisor([makers[name]() for name in names or list(makers)], say=self.stderr.write).run()
