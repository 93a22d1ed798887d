"""Lessons and courses for tests, through the real api: written by one officer, approved and cleared by another."""

from content import api as content
from content.models import Publication


def text(html="<p>先检查，再动手。</p>"):
    return ("text", html)


def a_course(*, by, prison=None, title="焊工基础", kind="vocational", summary="从安全开始，学会焊接。", **fields):
    """A draft course in the prison's library (default: the author's prison)."""
    library = content.library_for(prison or by.prison)
    return content.new_course(library, title, kind=kind, summary=summary, by=by, **fields)


def a_lesson(*, by, course=None, title="安全第一", blocks=None, **fields):
    """A draft lesson."""
    course = course or a_course(by=by)
    return content.new_lesson(course, title, blocks if blocks is not None else [text()], by=by, **fields)


def published(page, *, author, reviewer):
    """Hand in, approve, clear: the publication as it stands afterwards."""
    content.hand_in(page, by=author)
    publication = content.approve(page, by=reviewer)
    publication.refresh_from_db()
    if publication.state == "waiting":
        content.clear(publication.pk, by=reviewer)
    return Publication.objects.get(pk=publication.pk)


def a_published_course(*, by, reviewer, **fields):
    course = a_course(by=by, **fields)
    published(course, author=by, reviewer=reviewer)
    return course


def a_published_lesson(*, by, reviewer, course=None, **fields):
    """A lesson that is live in a live course. In a test, the commit hooks must run: use the `commits` fixture."""
    course = course or a_published_course(by=by, reviewer=reviewer)
    lesson = a_lesson(by=by, course=course, **fields)
    published(lesson, author=by, reviewer=reviewer)
    lesson.refresh_from_db()
    return lesson
