"""`manage supervise [NAME …]`: the processes of one container, or all of them on one machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.launch import supervisor


class Command(BaseCommand):
    help = "Start the named processes (all when none is named) and keep them running."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--ingest-port", type=int, default=8001)
        parser.add_argument("--threads", type=int, default=8)

    def handle(self, *, names: list[str], host: str, port: int, ingest_port: int, threads: int, **_: Any) -> None:
        programs = supervisor.everything(
            web_bind=["--host", host, "--port", str(port)],
            ingest_bind=["--host", host, "--port", str(ingest_port)],
            threads=threads,
        )
        if unknown := [name for name in names if name not in programs]:
            raise CommandError(f"There is no process {unknown[0]}. There are: {', '.join(programs)}")
        supervisor.Supervisor([programs[name] for name in names or programs], say=self.stderr.write).run()
