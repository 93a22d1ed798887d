"""Reading the environment: every setting that a deployment may change comes through here, with a hint when it is missing."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent


def text(name: str, default: str | None = None, *, hint: str = "") -> str:
    """The value of `name`; without a default a missing value stops the start with the hint."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. {hint}".strip())
    return default


def secret(name: str, *, hint: str) -> str:
    """A secret from `name`, or from the file that `name_FILE` points to (as container secrets are mounted)."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {path} cannot be read ({error.strerror}). {hint}") from error
    return text(name, hint=hint)


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


def words(name: str) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


SQLITE_OPTIONS = {
    "timeout": 30,
    # A writer takes its lock at BEGIN: a transaction that reads first and writes later would otherwise fail with "locked".
    "transaction_mode": "IMMEDIATE",
    # FULL: an acknowledged commit survives a power cut (NORMAL may lose the last ones in WAL mode).
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728;"
    ),
}


def _database_password() -> str:
    """From DATABASE_PASSWORD_FILE (a container's secret); none where PostgreSQL trusts the connection."""
    return (
        secret("DATABASE_PASSWORD", hint="The database's password.") if os.environ.get("DATABASE_PASSWORD_FILE") else ""
    )


def database(url: str) -> dict:
    """Django's DATABASES entry for `sqlite:///path` or `postgresql://user:password@host:port/name?sslmode=…`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        name = unquote(parts.path[1:]) or ":memory:"
        if name != ":memory:" and not Path(name).is_absolute():
            name = str(ROOT / name)
        # Connections stay open: the last one to close would checkpoint and fsync the WAL after every request.
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "CONN_MAX_AGE": 600, "OPTIONS": SQLITE_OPTIONS}
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or "") or _database_password(),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgresql://.")
