"""From a bare machine to a ready `.venv` and a built tablet app, then on to `lms.launch` inside it.

Runs under the system's Python with nothing but the standard library. Every step says what it does; a step whose inputs
have not changed since it last succeeded is skipped, so that a second run takes a moment.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "newleaf-setup"
FRONTEND = ROOT / "lms" / "tablet" / "frontend"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")

# Debian package → what shows that it is there: a command, or a file (glob).
RUN_PACKAGES = {
    "ffmpeg": "ffmpeg",
    "espeak-ng": "espeak-ng",
    "bubblewrap": "bwrap",
    "gettext": "msgfmt",
    "poppler-utils": "pdftoppm",
    "fonts-noto-cjk": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "libpangoft2-1.0-0": "/usr/lib/*/libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "/usr/lib/*/libharfbuzz-subset.so.0",
    "libmagic1": "/usr/lib/*/libmagic.so.1",
    "nginx-light": "/usr/sbin/nginx",
    "libnginx-mod-rtmp": "/usr/lib/nginx/modules/ngx_rtmp_module.so",
    "ca-certificates": str(CERTIFICATES),
}
TEST_PACKAGES = {
    "chromium": "chromium",
    "git": "git",
    "fuse3": "fusermount3",
    "libfuse3-3": "/lib/*/libfuse3.so.3",
}
# Other names for the same package on newer releases.
ALTERNATIVES = {
    "libmagic1": ["libmagic1t64"],
    "libfuse3-3": ["libfuse3-4"],
    "chromium": ["chromium-browser"],
    "nginx-light": ["nginx"],
}
# A fresh machine often installs its own updates at the same moment.
APT_WAITS = ["-o", "DPkg::Lock::Timeout=600"]

HELP = """\
Newleaf 新叶: the learning platform for prisons.

  ./newleaf demo [--port N] [--fresh]   set everything up and run the whole product with sample data
  ./newleaf test [pytest arguments]     run every test
  ./newleaf check                       lint, types, layers, migrations, translations
  ./newleaf bench [NAME] [--json] [--scale N]   measure speed and memory
  ./newleaf manage COMMAND …            Django's management commands (production settings come from the environment)
  ./newleaf setup                       only install what is missing
  ./newleaf help                        this text
"""


class SetupFailed(Exception):
    """Set-up cannot go on; the message says what the person can do."""


def main(arguments: list[str]) -> int:
    command = arguments[0] if arguments else "help"
    if command in {"help", "-h", "--help"}:
        print(HELP, end="")
        return 0
    if command not in {"demo", "test", "check", "bench", "manage", "setup"}:
        print(f"There is no command “{command}”.\n\n{HELP}", end="", file=sys.stderr)
        return 2
    try:
        set_up(for_tests=command in {"test", "check", "bench"}, quiet=command == "manage", database=command != "manage")
    except SetupFailed as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    if command == "setup":
        print("Everything is in place.")
        return 0
    os.chdir(ROOT)
    python = str(VENV / "bin" / "python")
    os.execve(python, [python, "-m", "lms.launch", *arguments], environment())


def set_up(*, for_tests: bool, quiet: bool, database: bool) -> None:
    started = time.monotonic()
    say = _Steps(quiet)
    system_packages(RUN_PACKAGES | (TEST_PACKAGES if for_tests else {}), say)
    STAMPS.parent.mkdir(exist_ok=True)
    step(say, "Python packages", "python", [ROOT / "requirements.lock"], install_python_packages)
    if (FRONTEND / "package.json").exists():
        lock = [FRONTEND / "package.json", FRONTEND / "package-lock.json"]
        step(say, "Tablet app: packages", "node", lock, install_node_packages)
        step(say, "Tablet app: build", "tablet", _frontend_sources(), build_tablet_app)
    step(say, "Translations", "locale", catalogues(), compile_translations)
    if database:
        step(say, "Empty database", "database", migrations(), make_empty_database)
    if say.did_something:
        say(f"Ready after {time.monotonic() - started:.0f} s.")


class _Steps:
    """Prints what happens, one line a step."""

    def __init__(self, quiet: bool) -> None:
        self.quiet, self.did_something = quiet, False

    def __call__(self, line: str) -> None:
        self.did_something = True
        print(f"· {line}", file=sys.stderr if self.quiet else sys.stdout, flush=True)


def step(say: _Steps, title: str, name: str, inputs: Iterable[Path], work: Callable[[_Steps], None]) -> None:
    """Do the work unless its inputs are those of the last success."""
    digest = hashlib.sha256(sys.version.encode())
    for path in inputs:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    stamp, key = STAMPS / name, digest.hexdigest()
    if stamp.exists() and stamp.read_text() == key:
        return
    say(f"{title} …")
    began = time.monotonic()
    work(say)
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)
    say(f"{title}: done in {time.monotonic() - began:.0f} s")


# ── Debian packages ──────────────────────────────────────────────────────────────────────────────


def system_packages(wanted: dict[str, str], say: _Steps) -> None:
    missing = [package for package, sign in wanted.items() if not _present(sign)]
    if not missing:
        return
    if not shutil.which("apt-get"):
        raise SetupFailed(
            "These programs are missing: "
            + ", ".join(missing)
            + ". Install them with your system's package manager, then run this again."
        )
    if os.geteuid() != 0:
        raise SetupFailed(
            "Some system packages are missing. Run this one line, then start again:\n\n  sudo apt-get install --no-install-recommends "
            + " ".join(missing)
        )
    say("System packages: " + " ".join(missing))
    apt = {**environment(), "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-q"], env=apt, quiet=True)
    names = [_available(name, apt) for name in missing]
    run(["apt-get", *APT_WAITS, "install", "-y", "-q", "--no-install-recommends", *names], env=apt, quiet=True)


def _present(sign: str) -> bool:
    if sign.startswith("/"):
        return any(Path("/").glob(sign[1:]))
    return shutil.which(sign) is not None or (sign == "chromium" and shutil.which("chromium-browser") is not None)


def _available(name: str, env: dict[str, str]) -> str:
    for candidate in [name, *ALTERNATIVES.get(name, [])]:
        shown = subprocess.run(["apt-cache", "policy", candidate], capture_output=True, text=True, env=env, check=False)
        if "Candidate:" in shown.stdout and "Candidate: (none)" not in shown.stdout:
            return candidate
    return name


# ── Python packages ──────────────────────────────────────────────────────────────────────────────


def install_python_packages(say: _Steps) -> None:
    uv = find_uv(say)
    if not (VENV / "bin" / "python").exists():
        run([*uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(VENV)])
    run(
        [
            *uv,
            "pip",
            "sync",
            "--quiet",
            "--require-hashes",
            "--python",
            str(VENV / "bin" / "python"),
            "requirements.lock",
        ]
    )


def find_uv(say: _Steps) -> list[str]:
    """uv, by the hash in uv.lock, in a folder of its own inside .venv; brought by whatever pip this machine has."""
    folder = VENV / "newleaf-uv"
    uv = folder / "bin" / "uv"
    if not uv.exists():
        run([*_pip(say), "install", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes", "--only-binary", ":all:",
             "--target", str(folder), "--requirement", str(ROOT / "uv.lock")], quiet=True)  # fmt: skip
    return [str(uv)]


def _pip(say: _Steps) -> list[str]:
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
        return [sys.executable, "-m", "pip"]
    seed = VENV / "newleaf-pip"
    if not (seed / "bin" / "pip").exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(seed)], capture_output=True, check=False)
        if made.returncode != 0:  # a bare Debian has no ensurepip
            shutil.rmtree(seed, ignore_errors=True)
            system_packages({"python3-venv": "/nowhere"}, say)
            run([sys.executable, "-m", "venv", str(seed)])
    return [str(seed / "bin" / "python"), "-m", "pip"]


# ── Tablet app and translations ──────────────────────────────────────────────────────────────────


def node_folder(say: _Steps) -> Path | None:
    """Where a Node 20 or newer lies: None for the one on PATH, else the one from PyPI in a folder of its own."""
    node = shutil.which("node")
    if node and shutil.which("npm"):
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        if version.startswith("v") and int(version[1:].split(".")[0]) >= 20:
            return None
    folder = VENV / "newleaf-node"
    if not (folder / "bin" / "npm").exists():
        say("Node.js from PyPI …")
        run([*find_uv(say), "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(folder)])
        run(
            [
                *find_uv(say),
                "pip",
                "install",
                "--quiet",
                "--require-hashes",
                "--python",
                str(folder / "bin" / "python"),
                "-r",
                "node.lock",
            ]
        )
    return folder / "bin"


def npm(say: _Steps, *arguments: str) -> None:
    env = environment()
    if folder := node_folder(say):
        env["PATH"] = f"{folder}:{env['PATH']}"
    run(["npm", *arguments], cwd=FRONTEND, env=env, quiet=True)


def install_node_packages(say: _Steps) -> None:
    npm(say, "ci", "--no-audit", "--no-fund", "--ignore-scripts")


def build_tablet_app(say: _Steps) -> None:
    npm(say, "run", "build")


def _frontend_sources() -> list[Path]:
    skipped = {"node_modules", "dist", "dist-verifier"}
    found: list[Path] = []
    for folder, folders, files in os.walk(FRONTEND):
        folders[:] = [name for name in folders if name not in skipped]
        found += [Path(folder) / name for name in files]
    return sorted(found)


def catalogues() -> list[Path]:
    return sorted(
        source for app in ("lms", "lms/staff") for source in (ROOT / app / "locale").glob("*/LC_MESSAGES/*.po")
    )


def compile_translations(say: _Steps) -> None:
    for source in catalogues():
        run(["msgfmt", "--check-format", "-o", str(source.with_suffix(".mo")), str(source)])


def migrations() -> list[Path]:
    """Our own migrations; those of packages follow from the lock."""
    ours = [
        path
        for storey in ("lms", "content", "assessments", "streaming")
        for path in (ROOT / storey).glob("**/migrations/*.py")
        if "node_modules" not in path.parts
    ]
    return sorted([ROOT / "requirements.lock", *ours])


def migration_key() -> str:
    """Changes whenever a migration of ours or a package does."""
    digest = hashlib.sha256()
    for path in migrations():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def make_empty_database(say: _Steps) -> None:
    run([str(VENV / "bin" / "python"), "-m", "lms.launch.database"])


# ── Running things ───────────────────────────────────────────────────────────────────────────────


def environment() -> dict[str, str]:
    """This process's environment, made whole: an empty one lacks a PATH, a home and the system's certificates."""
    env = dict(os.environ)
    env.setdefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    env.setdefault("HOME", str(Path.home()))
    env.setdefault("LANG", "C.UTF-8")
    if CERTIFICATES.exists():
        for name in ("SSL_CERT_FILE", "PIP_CERT", "NODE_EXTRA_CA_CERTS"):
            env.setdefault(name, str(CERTIFICATES))
    return env


def run(command: list[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None, quiet: bool = False) -> None:
    try:
        done = subprocess.run(
            command, cwd=cwd, env=env or environment(), check=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT if quiet else None, text=True,
        )  # fmt: skip
    except OSError as error:
        raise SetupFailed(f"{command[0]} could not be started: {error.strerror}") from error
    if done.returncode:
        if done.stdout:
            print("\n".join(done.stdout.splitlines()[-30:]), file=sys.stderr)
        raise SetupFailed(
            f"This did not work: {' '.join(command)}\nMend what it says above, then run the same command again."
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
