"""Blobs, packages and courses for tests, made through the real api."""

import json
from uuid import uuid4

from lms.lib.canonical import canonical_json
from lms.packages import api as packages
from lms.packages.shapes import Completion, CourseManifest, Entry, LessonManifest, LessonRef, UnitRef


def entry(path="lesson.zh-hans.json", data=b"{}", media_type="application/json", role="document", language="zh-hans"):
    """A stored blob as an entry of a manifest."""
    ref = packages.store_blob(data, media_type)
    return Entry(path=path, sha256=ref.sha256, bytes=ref.bytes, media_type=media_type, role=role, language=language)


def lesson_document(lesson, title="宪法宣传", text="<p>学习宪法</p>"):
    document = {
        "kind": "document",
        "lesson": lesson,
        "language": "zh-hans",
        "title": title,
        "blocks": [{"type": "text", "id": "b1", "html": text}],
    }
    return canonical_json(document)


def manifest(*, lesson=None, course=None, title="宪法宣传", text="<p>学习宪法</p>", extra=()):
    lesson = lesson or f"urn:newleaf:lesson:{uuid4()}"
    return LessonManifest(
        lesson=lesson,
        course=course or f"urn:newleaf:course:{uuid4()}",
        titles={"zh-hans": title},
        minutes=10,
        completion=Completion(rule="opened"),
        languages=["zh-hans"],
        plain_languages=[],
        entries=[entry(data=lesson_document(lesson, title, text)), *extra],
    )


def a_live_lesson(*, by=None, **fields):
    """A built package that is live."""
    package = packages.build_lesson_package(manifest(**fields))
    packages.set_live_lesson(package.pk, by=by)
    return package


def course_manifest(course, built, *, title="宪法宣传", open_enrolment=False, kind="civic"):
    return CourseManifest(
        course=course,
        course_kind=kind,
        titles={"zh-hans": title},
        summaries={"zh-hans": "学习宪法"},
        units=[UnitRef(key="u1", titles={"zh-hans": "第一单元"})],
        lessons=[_ref(package) for package in built],
        open_enrolment=open_enrolment,
    )


def _ref(package):
    titles = json.loads(package.manifest)["titles"]
    completion = Completion(rule="opened")
    return LessonRef(
        lesson=package.lesson,
        package=package.pk,
        bytes=package.bytes,
        titles=titles,
        minutes=10,
        unit="u1",
        completion=completion,
    )


def a_course(*, prison=None, by=None, lessons=1, **fields):
    """A published course with so many lessons; returns its IRI and the packages."""
    course = f"urn:newleaf:course:{uuid4()}"
    built = [a_live_lesson(course=course, title=f"第{number + 1}课", by=by) for number in range(lessons)]
    packages.set_course(course_manifest(course, built, **fields), prison=prison, by=by)
    return course, built
