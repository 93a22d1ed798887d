"""`python -m lms.launch COMMAND`: the half of the one command that runs inside `.venv`."""

from __future__ import annotations

import argparse
import os
import sys

from lms.launch.bootstrap import ROOT, VENV


def main(arguments: list[str]) -> int:
    command, rest = arguments[0], arguments[1:]
    python = str(VENV / "bin" / "python")
    if command == "demo":
        parser = argparse.ArgumentParser(prog="newleaf demo")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--fresh", action="store_true", help="forget the demo's data and start over")
        options = parser.parse_args(rest)
        from lms.launch.demo import run_demo

        return run_demo(port=options.port, fresh=options.fresh)
    if command == "test":
        return os.spawnv(os.P_WAIT, python, [python, "-m", "pytest", *rest])
    if command == "check":
        from lms.launch.checks import run_checks

        return run_checks()
    if command == "bench":
        return os.spawnv(os.P_WAIT, python, [python, "-m", "tests.bench", *rest])
    if command == "manage":
        from lms.launch.profile import choose_profile

        os.environ.update(choose_profile())
        from django.core.management import execute_from_command_line

        execute_from_command_line(["newleaf manage", *rest])
        return 0
    return 2


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
