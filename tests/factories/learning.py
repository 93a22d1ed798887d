"""Courses with videos and questions, statements about them, and plans, for tests: through the real api."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from assessments.bank import api as bank
from lms.learning import api as learning
from lms.packages import api as packages
from lms.packages.shapes import Completion, CourseManifest, LessonManifest, LessonRef, UnitRef
from lms.records import api as records
from tests.factories import packages as of_packages
from tests.factories.records import a_statement

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
VIDEO_SECONDS = 200.0


def a_lesson(
    *, course=None, rule="opened", fraction=1.0, items=0, video=False, lesson=None, title="第一课", of_bank=()
):
    """A live lesson package; its block ids are v1 and q1, q2, …; `of_bank`: items of the bank that it holds."""
    lesson = lesson or f"urn:newleaf:lesson:{uuid4()}"
    course = course or f"urn:newleaf:course:{uuid4()}"
    blocks = [{"type": "text", "id": "t1", "html": "<p>学习</p>"}]
    if video:
        media = {"path": "v.mp4", "media_type": "video/mp4", "seconds": VIDEO_SECONDS}
        blocks.append({"type": "video", "id": "v1", "title": "录像", "video": media})
    blocks += [{"type": "question", "id": f"q{n + 1}", "item": an_item_document()} for n in range(items)]
    blocks += [
        {"type": "question", "id": f"b{n}", "item": bank.item_document(item.pk).model_dump(mode="json")}
        for n, item in enumerate(of_bank)
    ]
    document = {"kind": "document", "lesson": lesson, "language": "zh-hans", "title": title, "blocks": blocks}
    manifest = LessonManifest(
        lesson=lesson,
        course=course,
        titles={"zh-hans": title, "en": "Lesson"},
        minutes=10,
        completion=Completion(rule=rule, fraction=fraction),
        languages=["zh-hans"],
        plain_languages=[],
        entries=[of_packages.entry(data=json.dumps(document).encode())],
    )
    package = packages.build_lesson_package(manifest)
    packages.set_live_lesson(package.pk, by=None)
    return package


def an_item_document(right="a"):
    options = [{"id": "a", "text": "对"}, {"id": "b", "text": "错"}]
    item = {"id": f"urn:newleaf:item:{uuid4()}", "version": 1, "kind": "choice", "prompt_html": "<p>?</p>"}
    return {**item, "options": options, "correct": [right], "multiple": False}


def items_of(package):
    """The items in a lesson package's first document."""
    entry = packages.lesson_manifest(package.pk).entries[0]
    with packages.open_blob(entry.sha256) as source:
        return [block["item"] for block in json.load(source)["blocks"] if block["type"] == "question"]


def a_course(lessons, *, course=None, prison=None, title="宪法宣传", requires=(), open_enrolment=False, priority=100):
    """Publish these lessons (packages of a_lesson) as one course."""
    course = course or lessons[0].course
    refs = [
        LessonRef(
            lesson=package.lesson,
            package=package.pk,
            bytes=package.bytes,
            titles=json.loads(package.manifest)["titles"],
            minutes=10,
            unit="u1",
            completion=Completion.model_validate(json.loads(package.manifest)["completion"]),
        )
        for package in lessons
    ]
    manifest = CourseManifest(
        course=course,
        course_kind="civic",
        titles={"zh-hans": title, "en": f"Course {title}"},
        summaries={"zh-hans": "简介"},
        requires=list(requires),
        units=[UnitRef(key="u1", titles={"zh-hans": "第一单元"})],
        lessons=refs,
        open_enrolment=open_enrolment,
    )
    packages.set_course(manifest, prison=prison, by=None, priority=priority)
    return course


def opens(learner, held, *, minute=0, **more):
    """The learner opened the lesson."""
    return _statement(learner, held, records.verbs.EXPERIENCED, held.lesson, minute, **more)


def watches(learner, held, segments="", *, progress=None, minute=1, **more):
    """Played segments such as "0[.]100" of the lesson's video."""
    extensions = {records.verbs.VIDEO_SEGMENTS: segments, records.verbs.VIDEO_PROGRESS: progress}
    result = {"extensions": {name: value for name, value in extensions.items() if value not in ("", None)}}
    verb = records.verbs.PROGRESSED
    return _statement(learner, held, verb, f"{held.lesson}#v1", minute, result=result, **more)


def answers(learner, held, item_iri, response, *, minute=2, **more):
    result = {"response": response, "success": True, "score": {"scaled": 1}}
    return _statement(learner, held, records.verbs.ANSWERED, item_iri, minute, result=result, **more)


def asks(learner, held, text="为什么？", *, minute=3, **more):
    return _statement(learner, held, records.verbs.ASKED, held.lesson, minute, result={"response": text}, **more)


def contests(learner, held, text="我学完了", *, minute=4, **more):
    result = {"response": text}
    return _statement(learner, held, records.verbs.CONTESTED, held.lesson, minute, result=result, **more)


def chooses(learner, course, *, leaves=False, minute=0, **more):
    verb = records.verbs.WITHDREW if leaves else records.verbs.ENROLLED
    at = START + timedelta(minutes=minute)
    return more.pop("make", a_statement)(learner, verb, course, lesson="", course=course, at=at, **more)


def takes_back(learner, statement, **more):
    """A voiding statement from the learner's tablet."""
    return more.pop("make", a_statement)(learner, records.verbs.VOIDED, str(statement.id), lesson="", course="", **more)


def _statement(learner, held, verb, object_iri, minute, *, make=a_statement, **more):
    at = START + timedelta(minutes=minute)
    where = {"lesson": held.lesson, "course": held.course, "package": held.pk}
    return make(learner, verb, object_iri, **{"at": at, **where, **more})


def a_group(by, *members, name="焊工一班", ward=None):
    group = learning.create_group(by=by, prison=by.prison, name=name, ward=ward)
    return learning.set_members(group.pk, [member.pk for member in members], by=by)
