"""Each kind of block on its way to a document."""

import io

import pytest
from django.utils import translation
from PIL import Image as Pillow
from wagtail.images import get_image_model

from content.errors import NotReady
from content.publishing.documents import build_document
from content.publishing.files import Files
from content.publishing.lyrics import LyricsError, parse_lyrics
from lms.packages import api as packages
from tests.factories import bank
from tests.factories import content as a


def built(author, *blocks):
    files = Files()
    return build_document(a.a_lesson(by=author, blocks=list(blocks)), files), files


def a_photo(size=(2000, 1000)):
    from django.core.files.base import ContentFile

    photo = Pillow.new("RGB", size, "olive")
    exif = Pillow.Exif()
    exif[0x010F] = "SpyCam"
    exif.get_ifd(0x8825)[1] = "N"
    body = io.BytesIO()
    photo.save(body, "JPEG", exif=exif)
    return get_image_model().objects.create(title="photo", file=ContentFile(body.getvalue(), "photo.jpg"))


def test_a_picture_is_scaled_and_loses_what_the_camera_wrote(author):
    document, files = built(author, ("picture", {"picture": a_photo(), "alt": "一片橄榄绿", "caption": ""}))
    block = document.blocks[0]
    assert (block.picture.width, block.picture.height) == (1280, 640)
    with packages.open_blob(files.by_path()[block.picture.path].sha256) as file:
        data = file.read()
    assert b"SpyCam" not in data
    assert not Pillow.open(io.BytesIO(data)).getexif()


def test_the_same_picture_gives_the_same_file_twice(author):
    photo = a_photo()
    first, _files = built(author, ("picture", {"picture": photo, "alt": "x"}))
    second, _files = built(author, ("picture", {"picture": photo, "alt": "x"}))
    assert first.blocks[0].picture.path == second.blocks[0].picture.path


def test_a_table_becomes_text_without_its_scripts(author):
    document, _files = built(
        author, ("table", {"data": [["<script>", "b"], ["1", "2"]], "first_row_is_table_header": True})
    )
    assert (
        document.blocks[0].html
        == "<table><tbody><tr><th>&lt;script&gt;</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></tbody></table>"
    )


def test_glossary_terms_get_their_pinyin(author):
    document, _files = built(author, ("glossary", {"terms": [{"term": "安全", "reading": "", "meaning": "没有危险"}]}))
    assert document.blocks[0].terms[0].reading == "ān quán"


def test_characters_travel_with_their_strokes(author):
    blocks = ("characters", {"title": "汉字", "characters": [{"character": "永", "pinyin": "", "meaning": "always"}]})
    document, files = built(author, blocks)
    one = document.blocks[0].characters[0]
    assert one.pinyin == "yǒng"
    with packages.open_blob(files.by_path()[one.strokes].sha256) as file:
        assert b'"strokes"' in file.read()


def test_a_rare_character_is_refused_with_a_sentence(author):
    with pytest.raises(NotReady, match="龘"):
        built(
            author, ("characters", {"title": "汉字", "characters": [{"character": "龘", "pinyin": "", "meaning": ""}]})
        )


def test_a_question_travels_with_its_item(author):
    item = bank.an_item(by=author)
    document, _files = built(author, ("question", {"item": item}))
    assert document.blocks[0].item.id == f"urn:newleaf:item:{item.pk}"


def test_block_ids_stay_over_edits_and_languages(author):
    from content import api as content

    lesson = a.a_lesson(by=author)
    english = content.add_language(lesson, "en", by=author)
    assert [block.id for block in english.body] == [
        block.id for block in content.LessonPage.objects.get(pk=lesson.pk).body
    ]


def test_lyrics_are_sorted_by_time_and_keep_their_translation():
    lines = parse_lyrics("[ti:茉莉花]\n[00:05.50]满园花草 | all the flowers\n[00:01]好一朵茉莉花")
    assert [(line.at_seconds, line.text, line.translation) for line in lines] == [
        (1.0, "好一朵茉莉花", ""),
        (5.5, "满园花草", "all the flowers"),
    ]


def test_a_line_without_a_time_is_named():
    with pytest.raises(LyricsError, match="2"):
        parse_lyrics("[00:01]一\n二")


def test_a_question_is_found_again_in_a_saved_lesson(author):
    """Its key is a UUID; Wagtail's own chooser block would read back None."""
    from content import api as content

    lesson = a.a_lesson(by=author, blocks=[("question", {"item": bank.an_item(by=author)})])
    saved = content.LessonPage.objects.get(pk=lesson.pk).latest_revision.as_object()
    document = build_document(saved, Files())
    assert document.blocks[0].item.id.startswith("urn:newleaf:item:")


@pytest.mark.parametrize("kind", ["choice", "hotspot"])
def test_the_pictures_of_a_question_travel_in_the_package(author, kind):
    item = bank.an_item(author, kind, pictures=[(bank.a_picture(author), "一把焊枪")])
    document, files = built(author, ("question", {"item": item}))
    shown = document.blocks[0].item
    paths = [one.path for one in shown.pictures] + ([shown.picture.path] if kind == "hotspot" else [])
    for path in paths:
        with packages.open_blob(files.by_path()[path].sha256) as file:
            assert Pillow.open(io.BytesIO(file.read())).size == (160, 120)


@pytest.mark.parametrize("kind", ["extended_text", "upload", "practical"])
def test_a_question_that_a_person_marks_has_no_place_in_a_lesson(author, kind):
    item = bank.an_item(author, kind)
    with translation.override("en"), pytest.raises(NotReady, match="exam paper"):
        built(author, ("question", {"item": item}))


def test_the_form_of_a_lesson_says_why_a_question_has_no_place_there(author):
    from wagtail.blocks import StructBlockValidationError

    from content.blocks.practice import QuestionBlock

    block = QuestionBlock()
    block.clean(block.normalize({"item": bank.an_item(author)}))
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.normalize({"item": bank.an_item(author, "practical")}))
    with translation.override("en"):
        assert "exam paper" in str(refused.value.block_errors["item"])
