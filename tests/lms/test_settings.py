"""Production starts only with what it needs, and says what is missing."""

import os
import subprocess
import sys

import pytest

COMPLETE = {
    "NEWLEAF_SECRET": "x" * 50,
    "NEWLEAF_STAFF_HOST": "staff.prison.example",
    "NEWLEAF_TABLET_HOST": "tablet.prison.example",
    "NEWLEAF_CONTENT_HOST": "content.prison.example",
    "DATABASE_URL": "postgresql://newleaf@127.0.0.1/newleaf",
    "NEWLEAF_BLOB_SECRET": "y" * 40,
}


def start(tmp_path, **changes):
    env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "lms.settings", "NEWLEAF_DATA": str(tmp_path)}
    env |= {key: value for key, value in (COMPLETE | changes).items() if value}
    code = "from django.conf import settings; print(settings.PROFILE, settings.SESSION_COOKIE_SECURE, settings.SECOND_FACTOR_REQUIRED)"
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)


def test_a_complete_environment_starts_with_everything_locked(tmp_path):
    done = start(tmp_path)
    assert done.stdout.split() == ["production", "True", "True"], done.stderr


@pytest.mark.parametrize(
    "name", ["NEWLEAF_SECRET", "NEWLEAF_STAFF_HOST", "NEWLEAF_TABLET_HOST", "NEWLEAF_CONTENT_HOST"]
)
def test_a_missing_variable_stops_the_start_with_a_hint(tmp_path, name):
    done = start(tmp_path, **{name: ""})
    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr


def test_a_secret_can_come_from_a_mounted_file(tmp_path):
    (tmp_path / "secret").write_text("from a file\n")
    done = start(tmp_path, NEWLEAF_SECRET="", NEWLEAF_SECRET_FILE=str(tmp_path / "secret"))
    assert done.returncode == 0, done.stderr


def test_an_unknown_database_is_named(tmp_path):
    done = start(tmp_path, DATABASE_URL="mysql://root@localhost/x")
    assert "DATABASE_URL must begin with" in done.stderr
