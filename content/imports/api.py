"""From a PowerPoint or Word file to a draft lesson: whole, or nothing at all."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.images import ImageFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.permission_policies.pages import PagePermissionPolicy

from content import writing
from content.libraries import collection_for, library_for
from content.models import CoursePage, LessonPage
from content.models.libraries import library_of
from lms.audit import api as audit
from lms.lib.errors import NotFoundHere
from lms.people.models import Officer

from .draft import Draft, Notes, Picture, Table
from .errors import ImportRefused
from .opening import MAX_BYTES, office_kind
from .pictures import clean_picture
from .powerpoint import read_powerpoint
from .word import read_word

_FILE_NAME = re.compile(r"(?i)\S*\.(png|jpe?g|gif|bmp|tiff?|webp|emf|wmf)")
MAX_PARTS = 190  # a lesson holds 200 blocks


@dataclass(frozen=True)
class Imported:
    """`lost`: one sentence for each thing that did not come along."""

    lesson: LessonPage
    lost: list[str]


def courses_for(officer: Officer) -> QuerySet[CoursePage]:
    """The courses that this officer may add a lesson to."""
    allowed = PagePermissionPolicy().instances_user_has_permission_for(officer, "add")
    return CoursePage.objects.filter(pk__in=allowed.values("pk"), alias_of=None).order_by(
        "-locale__language_code", "title"
    )


def import_lesson(path: Path, filename: str, course_id: int | str | None, *, by: Officer) -> Imported:
    """A draft lesson in the course (a new course where none is named). Raises ImportRefused, NotFoundHere, PermissionDenied; then nothing is written."""
    if path.stat().st_size > MAX_BYTES:
        raise ImportRefused(_("This file is too large: at most %(size)d MB.") % {"size": MAX_BYTES >> 20})
    kind = office_kind(path)
    draft = read_powerpoint(path) if kind == "pptx" else read_word(path)
    if not draft.parts:
        raise ImportRefused(_("There is nothing in this file that a lesson could show."))
    title = (draft.title or Path(filename.replace("\\", "/")).stem or _("New lesson"))[:255]
    with transaction.atomic():
        course = _course(course_id, title, by)
        blocks = _blocks(draft, title, course, by)
        lesson = writing.new_lesson(course, title, blocks, by=by, minutes=max(5, min(60, len(blocks) * 2)))
        audit.log(
            by=by,
            verb="content.lesson.imported",
            target=lesson,
            detail={"file": filename[:200], "lost": len(draft.lost)},
        )
    return Imported(lesson, draft.lost)


def _course(course_id: int | str | None, title: str, by: Officer) -> CoursePage:
    if course_id:
        course = courses_for(by).filter(pk=course_id).first() if str(course_id).isdigit() else None
        if course is None:
            raise NotFoundHere
        return course
    library = library_for(by.prison)
    if not library.permissions_for_user(by).can_add_subpage():
        raise PermissionDenied(_("Your account may not do this here."))
    return writing.new_course(library, title[:200], kind="vocational", summary=title, by=by)


def _blocks(draft: Draft, title: str, course: CoursePage, by: Officer) -> list[tuple[str, Any]]:
    blocks = []
    for part in draft.parts[:MAX_PARTS]:
        block = _picture_block(part, draft, title, course, by) if isinstance(part, Picture) else _block(part)
        if block is not None:
            blocks.append(block)
    if len(draft.parts) > MAX_PARTS:
        draft.lose(_("Whole file"), _("it is too long for one lesson; the rest was left out"))
    return blocks


def _block(part: Any) -> tuple[str, Any]:
    if isinstance(part, Table):
        header = "row" if part.has_header else ""
        return "table", {"data": part.rows, "cell": [], "first_row_is_table_header": part.has_header, "first_col_is_header": False, "table_header_choice": header, "table_caption": ""}  # fmt: skip
    if isinstance(part, Notes):
        paragraphs = "".join(
            f"<p>{html.escape(line, quote=False)}</p>" for line in part.text.splitlines() if line.strip()
        )
        return "callout", {"tone": "info", "title": _("Speaker notes"), "text": paragraphs}
    return "text", part.html


def _picture_block(part: Picture, draft: Draft, title: str, course: CoursePage, by: Officer) -> tuple[str, Any] | None:
    cleaned = clean_picture(part.data)
    if cleaned is None:
        draft.lose(
            part.where, _("a picture of a kind that tablets cannot show (EMF, WMF or damaged); add it as PNG or JPEG")
        )
        return None
    data, suffix = cleaned
    described = "" if _FILE_NAME.fullmatch(part.alt) else part.alt  # Office writes the file's name there
    alt = described or _("Picture from “%(title)s”") % {"title": title[:100]}
    library = library_of(course)
    image = get_image_model()(
        title=alt[:200],
        uploaded_by_user=by,
        collection=collection_for(library.prison if library else None),
        file=ImageFile(io.BytesIO(data), name=f"import{suffix}"),
    )
    image.save()
    if not described:
        draft.lose(part.where, _("a picture has no description; say in words what it shows"))
    return "picture", {"picture": image, "alt": alt[:300], "caption": ""}
