"""`./newleaf check`: lint, format, types, layers, migrations, translations, templates, the tablet app. All of them, then the verdict."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

from lms.launch.bootstrap import FRONTEND, ROOT, VENV, environment, node_folder

BIN = VENV / "bin"


def run_checks() -> int:
    """Runs every check, prints one line each, and the output of those that failed. 0 when all passed."""
    env = environment() | _settings_environment()
    failed = []
    for title, command, folder in _checks():
        began = time.monotonic()
        done = subprocess.run(
            command,
            cwd=folder,
            env=env,
            check=False,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        verdict = "ok" if done.returncode == 0 else "FAILED"
        print(f"{verdict:7} {title} ({time.monotonic() - began:.0f} s)", flush=True)
        if done.returncode:
            failed.append(title)
            print(done.stdout, flush=True)
    print("All checks passed." if not failed else "Failed: " + ", ".join(failed))
    return 1 if failed else 0


def _checks() -> list[tuple[str, list[str], os.PathLike]]:
    python = str(BIN / "python")
    storeys = ["lms", "content", "assessments", "streaming"]
    found: list[tuple[str, list[str], os.PathLike]] = [
        ("lint", [str(BIN / "ruff"), "check", "."], ROOT),
        ("format", [str(BIN / "ruff"), "format", "--check", "."], ROOT),
        ("types", [str(BIN / "mypy"), *storeys], ROOT),
        ("layers", [str(BIN / "lint-imports"), "--no-cache"], ROOT),
        ("settings", [python, "-m", "django", "check"], ROOT),
        ("migrations", [python, "-m", "django", "makemigrations", "--check", "--dry-run"], ROOT),
        ("translations", [python, "-m", "lms.launch.translations"], ROOT),
        ("templates", [str(BIN / "djlint"), "--lint", "--profile=django", "--quiet", *storeys], ROOT),
    ]
    if (FRONTEND / "package.json").exists():
        folder = node_folder(_Silent())  # type: ignore[arg-type]
        npm = str(folder / "npm") if folder else "npm"
        found.append(("tablet app", [npm, "run", "check"], FRONTEND))
    return found


class _Silent:
    def __call__(self, line: str) -> None:
        return


def _settings_environment() -> dict[str, str]:
    """Settings for the tools that load Django: nothing of this machine's own."""
    return {
        "DJANGO_SETTINGS_MODULE": "lms.settings",
        "NEWLEAF_PROFILE": "test",
        "NEWLEAF_SECRET": "only for the checks",
        "NEWLEAF_STAFF_HOST": "staff.newleaf.localhost",
        "NEWLEAF_TABLET_HOST": "tablet.newleaf.localhost",
        "NEWLEAF_CONTENT_HOST": "content.newleaf.localhost",
        "NEWLEAF_DATA": tempfile.gettempdir(),
        "DATABASE_URL": "sqlite:///:memory:",
    }


if __name__ == "__main__":
    sys.exit(run_checks())
