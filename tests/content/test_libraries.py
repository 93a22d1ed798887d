"""The libraries: made once, however many ask for them at the same moment."""

import contextlib
import subprocess
import sys

from tests.e2e.browser import Site, migrated_database

AT_ONCE = """
import sys, django
django.setup()
from content import api as content
print("ready", flush=True)
sys.stdin.readline()
print(content.ensure_libraries())
"""


def test_two_processes_at_once_make_each_library_once(tmp_path):
    site = Site(tmp_path)
    site.log.close()
    site.migrate(migrated_database())
    command = [sys.executable, "-c", AT_ONCE]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with contextlib.ExitStack() as running:
        both = [running.enter_context(subprocess.Popen(command, env=site.environment, **pipes)) for _ in range(2)]
        assert [process.stdout.readline() for process in both] == ["ready\n", "ready\n"]
        for process in both:
            process.stdin.write("\n")
            process.stdin.flush()
        made = [int(process.stdout.read()) for process in both]
    assert sorted(made) == [0, 2] or made == [1, 1]  # the library for all prisons, in two languages
