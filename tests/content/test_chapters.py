"""Chapters of a video: named by its author, and interruptions that nobody can leave out."""

import pytest
from django.core.exceptions import ValidationError

from content.blocks.media import VideoBlock
from content.media import api as media
from content.publishing.chapters import ChaptersError, chapters_of, parse_chapters
from content.publishing.documents import build_document
from content.publishing.files import Files
from lms.packages import shapes
from tests.factories import content as a
from tests.factories import media as a_media


def test_lines_of_time_and_name_are_put_in_order():
    found = parse_chapters("1:05:00 提问\n\n[00:00] 先断电\n12：30，换保险丝")
    assert [(one.at_seconds, one.title) for one in found] == [(0, "先断电"), (750, "换保险丝"), (3900, "提问")]


@pytest.mark.parametrize("line", ["换保险丝", "12:30", "12:75 换保险丝", "12.30 换保险丝"])
def test_a_line_that_is_no_chapter_is_named(line):
    with pytest.raises(ChaptersError, match="2"):
        parse_chapters(f"00:00 先断电\n{line}")


def test_the_author_hears_of_it_in_the_editor(author, tmp_path):
    block = VideoBlock()
    value = block.to_python(
        {"title": "气瓶", "video": str(a_media.a_ready_video(author, tmp_path).pk), "chapters": "开头"}
    )
    with pytest.raises(ValidationError):
        block.clean(value)


def test_interruptions_stand_between_the_chapters_and_nothing_behind_the_end():
    found = chapters_of("00:00 一\n00:10 二\n09:00 三", [[4.96, 5.2]], 20)
    assert [(one.at_seconds, one.title, one.interruption_seconds) for one in found] == [
        (0, "一", 0),
        (4.96, "", 5),
        (10, "二", 0),
    ]


def test_a_lesson_carries_both(author, tmp_path):
    video = a_media.a_ready_video(author, tmp_path)
    media.set_interruptions(video.pk, [[0.5, 5.0]], by=author)
    video.refresh_from_db()
    block = ("video", {"video": video, "title": "气瓶", "chapters": "00:00 阀门"})
    document = build_document(a.a_lesson(by=author, blocks=[block]), Files())
    assert [(one.title, one.interruption_seconds) for one in document.blocks[0].chapters] == [("阀门", 0), ("", 5)]


def test_a_lesson_of_before_has_none(author, tmp_path):
    block = ("video", {"video": a_media.a_ready_video(author, tmp_path), "title": "气瓶"})
    document = build_document(a.a_lesson(by=author, blocks=[block]), Files())
    assert document.blocks[0].chapters == []
    old = document.blocks[0].model_dump(mode="json")
    del old["chapters"]
    assert shapes.VideoBlock.model_validate(old) == document.blocks[0]
