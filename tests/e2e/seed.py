"""Fills a test server: `python -m tests.e2e.seed classroom` prints the numbers, PINs, codes and IRIs that it made, as JSON."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID, uuid4

import django


def classroom():
    """A prison with a ward, two learners with PINs, a shared tablet's pairing code, and an assigned course of two lessons."""
    from lms.learning import api as learning
    from lms.people import api as people
    from tests.factories import people as a

    prison = a.prison()
    ward = a.ward(prison)
    keeper = a.officer(prison, "device_keeper", "education_office", "author", username="keeper")
    first, second = a.learner(ward, number="1001"), a.learner(ward, number="1002", name="李小红")
    people.set_pin(first.pk, by=keeper, pin="258036")
    people.set_pictures(second.pk, ["sun", "tree", "boat"], by=keeper)
    course, lessons, question = a_course()
    learning.assign_course(course, by=keeper, ward=ward)
    return {
        "prison": str(prison.pk),
        "learners": [str(first.pk), str(second.pk)],
        "course": course,
        "lessons": lessons,
        "question": question,
        "codes": [people.create_pairing_code(by=keeper, prison=prison, ward=ward) for _ in range(12)],
    }


def office():
    """A prison before its first lesson: officers who write, review, keep tablets and assign; one learner; one pairing code."""
    from content import api as content
    from lms.people import api as people
    from tests.factories import people as a

    prison = a.prison()
    ward = a.ward(prison)
    for role in ("author", "supervisor", "education_office", "device_keeper"):
        a.officer(prison, role, username=role, name=role)
    keeper = a.officer(prison, "device_keeper", "education_office", username="keeper")
    learner = a.learner(ward, number="1001")
    people.set_pin(learner.pk, by=keeper, pin="258036")
    content.ensure_libraries()
    code = people.create_pairing_code(by=keeper, prison=prison, ward=ward)
    return {"learner": str(learner.pk), "code": code, "password": a.PASSWORD, "ward": str(ward.pk)}


def examiners(excel):
    """A prison with two wards and everybody whom an exam takes; two candidates with PINs; a file of questions for `excel`."""
    from assessments.bank.exchange.excel.writing import write_items
    from lms.people import api as people
    from tests.factories import people as a
    from tests.factories import sittings as some

    prison = a.prison()
    ward = a.ward(prison)
    for username, role in (
        ("evaluator", "evaluator"),
        ("marker", "evaluator"),
        ("decider", "evaluator"),
        ("chief", "chief_evaluator"),
        ("invigilator", "invigilator"),
        ("office", "education_office"),
    ):
        a.officer(prison, role, username=username, name=username)
    keeper = a.officer(prison, "device_keeper", "education_office", username="keeper")
    some.candidates(ward, 2, by=keeper)
    Path(excel).write_bytes(write_items(_questions()))
    return {"codes": [people.create_pairing_code(by=keeper, prison=prison, ward=ward) for _ in range(2)]}


def _questions():
    from assessments.samples.items import drafts

    welding = [draft for draft in drafts() if draft.occupation == "焊工" and draft.language == "zh-hans"]
    choice = [d for d in welding if d.item.kind == "choice" and not d.item.multiple and not d.item.pictures][:4]
    return [*choice, next(d for d in welding if d.item.kind == "extended_text")]


def first_day():
    """A prison with officers and nothing else: no ward, no learner, no tablet, no lesson."""
    from content import api as content
    from tests.factories import people as a

    prison = a.prison()
    for role in ("author", "supervisor", "education_office"):
        a.officer(prison, role, username=role, name=role)
    content.ensure_libraries()
    return True


def publish_a_lesson():
    """A course of one lesson, written by the author, approved and cleared by the supervisor, built by the worker."""
    from tests.factories import content as a

    course = publish(a.a_course)
    publish(a.a_lesson, course=course)
    return True


def publish(write, **fields):
    from content import api as content
    from lms.people.models import Officer

    author, reviewer = (Officer.objects.get(username=name) for name in ("author", "supervisor"))
    page = write(by=author, **fields)
    content.hand_in(page, by=author)
    publication, deadline = content.approve(page, by=reviewer), time.monotonic() + 60
    while publication.state != "live":
        assert time.monotonic() < deadline, publication.state
        if publication.state == "waiting":
            content.clear(publication.pk, by=reviewer)
        time.sleep(0.2)
        publication.refresh_from_db()
    page.refresh_from_db()
    return page


CAPTIONS = """WEBVTT

00:00:05.000 --> 00:00:08.000
先看压力表

00:00:42.000 --> 00:00:45.000
再打开气瓶阀门
"""


def a_course():
    """Two lessons: one with a film, a file of 9 MB and a question, one with words only."""
    from lms.packages import api as packages
    from tests.factories import packages as made

    course, lesson = f"urn:newleaf:course:{uuid4()}", f"urn:newleaf:lesson:{uuid4()}"
    question = f"urn:newleaf:item:{uuid4()}"
    film = made.entry("film.mp4", a_film(), "video/mp4", "media", "")
    large = made.entry("manual.pdf", b"%PDF-1.4\n" + os.urandom(9_000_000), "application/pdf", "download", "")
    said = made.entry("film.vtt", CAPTIONS.encode(), "text/vtt", "captions")
    document = json.dumps(a_document(lesson, question, large.bytes)).encode()
    manifest = made.manifest(lesson=lesson, course=course, title="焊接安全", extra=[film, said, large])
    manifest.entries[0] = made.entry(data=document)
    package = packages.build_lesson_package(manifest)
    packages.set_live_lesson(package.pk, by=None)
    words = made.a_live_lesson(course=course, title="工具", text="<p>焊钳与面罩 welding mask</p>")
    packages.set_course(made.course_manifest(course, [package, words]), by=None)
    return course, [lesson, words.lesson], question


def a_document(lesson, question, large_bytes):
    options = [{"id": "a", "text": "对"}, {"id": "b", "text": "错"}]
    item = {"id": question, "version": 1, "kind": "choice", "prompt_html": "<p>先断电？</p>", "options": options}
    item |= {"correct": ["a"], "multiple": False}
    return {
        "kind": "document",
        "lesson": lesson,
        "language": "zh-hans",
        "title": "焊接安全",
        "blocks": [
            {"type": "text", "id": "t1", "html": "<p>焊接以前要<b>检查</b>电源。</p>"},
            {
                "type": "video",
                "id": "v1",
                "title": "录像",
                "video": {"path": "film.mp4", "media_type": "video/mp4", "seconds": 60},
                "captions": [{"path": "film.vtt", "language": "zh-hans"}],
            },
            {
                "type": "file",
                "id": "f1",
                "title": "手册",
                "file": {"path": "manual.pdf", "media_type": "application/pdf"},
                "bytes": large_bytes,
            },
            {"type": "question", "id": "q1", "item": item},
        ],
    }


def a_film():
    """A minute of moving picture that Chromium plays."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        source = ["-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=60"]
        target = [
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-movflags",
            "+faststart",
            str(path),
        ]
        subprocess.run(["ffmpeg", "-v", "error", "-y", *source, *target], check=True)
        return path.read_bytes()


def revoke(device):
    from lms.people import api as people
    from lms.people.models import Officer

    people.revoke_device(UUID(device), by=Officer.objects.get(username="keeper"))
    return True


def new_pin(learner, pin):
    """An officer sets another PIN, because the learner has forgotten the old one."""
    from lms.people import api as people
    from lms.people.models import Officer

    people.set_pin(UUID(learner), by=Officer.objects.get(username="keeper"), pin=pin)
    return True


def approve_recovery():
    """Two officers agree that the old data be opened."""
    from lms.people.models import Officer, Prison, RecoveryRequest
    from lms.sync.recovery import approve
    from tests.factories import people as a

    request = RecoveryRequest.objects.get()
    a.officer(Prison.objects.get(), "education_office", username="edu2")
    for username in ("keeper", "edu2"):
        approve(request.pk, by=Officer.objects.get(username=username), reason="forgotten PIN")
    return True


def statements():
    """What has arrived: learner, verb and object of each."""
    from lms.records.models import Statement

    rows = Statement.objects.order_by("seq").values_list("learner_id", "verb", "object_iri")
    return [list(row) for row in rows]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:]), default=str))
