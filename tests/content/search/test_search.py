"""What officers find, and what they do not."""

import random

import pytest

from content import api as content
from content.models import Publication
from content.search import api as search
from content.search import backends
from content.search.models import SearchDocument, SearchPassage
from lms.lib.search_text import runs
from tests.factories import content as a


def found(officer, query, **options):
    """(title, what is marked) of each hit."""
    hits = search.search(officer, query, **options).hits
    return [(hit.document.title, "".join(text for text, marked in hit.snippet if marked)) for hit in hits]


def test_a_lesson_is_found_by_its_text_from_one_character_on(author, reviewer):
    a.a_published_lesson(by=author, reviewer=reviewer, title="气焊", blocks=[a.text("<p>使用前检查减压阀。</p>")])
    assert found(author, "阀") == [("气焊", "阀")]
    assert found(author, "减压阀") == [("气焊", "减压阀")]
    assert found(author, "减阀") == []


@pytest.mark.parametrize("seed", range(2))
def test_every_one_or_two_characters_of_a_text_find_it(author, prison, seed):
    letters = random.Random(seed)
    alphabet = [*"的一是减壓閥气瓶㐀㍻々ガ각", chr(0x20BB7), *"，。！ ·"]
    cues = [(number, "".join(letters.choices(alphabet, k=12))) for number in range(12)]
    search.index_captions("recording:1", cues, title="录像", prison=prison, language="zh", address="/x")
    whole = "".join(text for _second, text in cues)
    parts = {whole[at : at + size] for at in range(len(whole)) for size in (1, 2)}
    missed = {part for part in parts if runs(part) and not search.search(author, part).hits}
    assert not missed


@pytest.mark.parametrize("beginning", ["e", "ex", "Ext", "extinguisher"])
def test_the_beginning_of_a_word_finds_it(author, prison, beginning):
    cue = (0.0, "Use the EXTINGUISHER.")
    search.index_captions("recording:1", [cue], title="x", prison=prison, language="en", address="/x")
    assert [marked for _title, marked in found(author, beginning)] == ["EXTINGUISHER"]


def test_traditional_wide_and_capital_letters_find_the_same(author, reviewer):
    a.a_published_lesson(
        by=author, reviewer=reviewer, title="气焊", blocks=[a.text("<p>減壓閥 ＣＯ2 Extinguisher</p>")]
    )
    for query in ("减压阀", "co2", "ext", "EXTINGUISHER"):
        assert [title for title, _ in found(author, query)] == ["气焊"], query


def test_a_title_stands_before_a_text(author, reviewer):
    course = a.a_published_course(by=author, reviewer=reviewer)
    a.a_published_lesson(by=author, reviewer=reviewer, course=course, title="正文", blocks=[a.text("<p>灭火器</p>")])
    a.a_published_lesson(by=author, reviewer=reviewer, course=course, title="灭火器", blocks=[a.text("<p>别的</p>")])
    assert [title for title, _ in found(author, "灭火")] == ["灭火器", "正文"]


def test_every_word_has_to_be_there_and_only_the_last_may_go_on(author, reviewer):
    a.a_published_lesson(
        by=author, reviewer=reviewer, title="Fire", blocks=[a.text("<p>Check the pressure gauge.</p>")]
    )
    assert found(author, "pressure gau") == [("Fire", "pressuregauge")]
    assert found(author, "pres gauge") == []
    assert found(author, "pressure valve") == []


def test_another_prison_finds_nothing_of_it(author, reviewer, outsider):
    a.a_published_lesson(by=author, reviewer=reviewer, title="气焊")
    assert found(reviewer, "气焊") == [("气焊", "气焊")]
    assert found(outsider, "气焊") == []


def test_an_officer_without_a_role_in_teaching_finds_nothing(author, reviewer, auditor):
    a.a_published_lesson(by=author, reviewer=reviewer, title="气焊")
    assert found(auditor, "气焊") == []


def test_a_draft_is_not_found(author):
    a.a_lesson(by=author, title="草稿课")
    assert found(author, "草稿课") == []


def test_a_withdrawn_lesson_is_gone(author, reviewer):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer, title="气焊")
    content.withdraw(lesson, by=reviewer)
    assert found(author, "气焊") == []
    assert not SearchDocument.objects.filter(iri=lesson.iri).exists()


def test_undo_brings_the_words_of_the_version_before_back(author, reviewer):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer, blocks=[a.text("<p>旧的压力表</p>")])
    content.edit_page(lesson, by=author, body=[a.text("<p>新的软管</p>")])
    newer = a.published(lesson, author=author, reviewer=reviewer)
    assert found(author, "压力表") == []
    content.undo(newer.pk, by=reviewer)
    assert found(author, "软管") == []
    assert len(found(author, "压力表")) == 1


def test_the_sweeper_puts_right_what_was_missed(author, reviewer):
    lesson = a.a_published_lesson(by=author, reviewer=reviewer, title="气焊")
    SearchDocument.objects.all().delete()
    assert search.sweep() == 2  # the lesson and its course
    assert found(author, "气焊")
    Publication.objects.filter(iri=lesson.iri).update(state="withdrawn")
    search.sweep()
    assert found(author, "气焊") == []
    assert search.sweep() == 0


def test_rebuilding_finds_the_same_again(author, reviewer, prison):
    a.a_published_lesson(by=author, reviewer=reviewer, title="气焊")
    search.index_captions(
        "recording:1", cues=[(3.5, "打开气瓶阀门")], title="录像", prison=prison, language="zh", address="/x/"
    )
    before = SearchPassage.objects.count()
    search.rebuild()
    assert SearchPassage.objects.count() == before
    assert found(author, "气焊")
    assert found(author, "气瓶") == [("录像", "气瓶")]


def spoken(prison, *texts):
    """Recordings in the order in which they were made, each with one sentence."""
    for number, text in enumerate(texts):
        options = {"title": f"录像{number}", "prison": prison, "language": "zh", "address": "/x/"}
        search.index_captions(f"recording:{number}", [(0.0, text)], **options)


def test_what_was_spoken_comes_newest_first(author, prison):
    spoken(prison, "气瓶一", "气瓶二", "气瓶三")
    assert [title for title, _ in found(author, "气瓶")] == ["录像2", "录像1", "录像0"]


def test_an_old_recording_is_found_behind_many_new_ones(author, prison, monkeypatch):
    monkeypatch.setattr(backends, "_NEWEST", 2)
    spoken(prison, "打开气瓶", "别的", "别的", "别的")
    assert [title for title, _ in found(author, "气瓶")] == ["录像0"]


def test_a_phrase_is_found_where_its_characters_stand_in_a_row(author, prison):
    spoken(prison, "先减压再开阀", "减压阀门", "阀门减压")
    assert [title for title, _ in found(author, "减压阀")] == ["录像1"]
    assert [title for title, _ in found(author, "减压阀门减")] == []
