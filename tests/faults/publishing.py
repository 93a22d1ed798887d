"""Publishes a new version of a lesson and dies on the way: once per fault point, each in a process forked from this one.

Prints, per fault point, whether it died and what was wrong with the store afterwards.
"""

import hashlib
import json
import os
import signal
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from lms.lib import faults  # noqa: E402
from lms.packages import api as packages  # noqa: E402
from lms.packages.keys import verify_document  # noqa: E402
from lms.people.models import Prison  # noqa: E402
from tests.factories import packages as a  # noqa: E402

COURSE, LESSON = "urn:newleaf:course:1", "urn:newleaf:lesson:1"


def publish(text):
    package = a.a_live_lesson(course=COURSE, lesson=LESSON, text=text)
    packages.set_course(a.course_manifest(COURSE, [package]), prison=Prison.objects.get(), by=None)
    return package.pk


def in_child(function, fault=""):
    """True when the child was killed."""
    connection.close()
    child = os.fork()
    if not child:
        faults._ARMED = fault
        try:
            function()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def wrong():
    """Whatever the catalogue names must be there and be what its hash says."""
    _, token = packages.catalogue_jws(Prison.objects.get())
    said = []
    for entry in verify_document(token)["courses"]:
        manifest = json.loads(content(entry["manifest"], said) or b'{"lessons": []}')
        for ref in manifest["lessons"]:
            lesson = json.loads(content(ref["package"], said) or b'{"entries": []}')
            for file in lesson["entries"]:
                content(file["sha256"], said)
    return said


def content(sha256, said):
    try:
        data = packages.blob_path(sha256).read_bytes()
    except OSError:
        said.append(f"{sha256} is missing")
        return b""
    if hashlib.sha256(data).hexdigest() != sha256:
        said.append(f"{sha256} is damaged")
    return data


def main(points):
    call_command("migrate", verbosity=0)
    Prison.objects.get_or_create(code="north", defaults={"name": "北山监狱"})
    publish("<p>first</p>")
    answers = {}
    for number, fault in enumerate(points):
        text = f"<p>edit {number}</p>"
        died = in_child(lambda text=text: publish(text), fault)
        after_death = wrong()
        in_child(lambda text=text: publish(text))  # done again after the restart
        live = packages.lesson_manifest(packages.live_package(LESSON).pk)
        arrived = json.loads(packages.blob_path(live.entries[0].sha256).read_bytes())["blocks"][0]["html"] == text
        answers[fault] = {"died": died, "wrong": after_death + wrong(), "arrived": arrived}
    return answers


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1:])))
    sys.stdout.flush()
    os._exit(0)
