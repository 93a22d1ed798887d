"""The samples are whole: every picture, question and film that a lesson names exists, in both languages, and is small."""

from datetime import date

import pytest

from content.publishing.lyrics import parse_lyrics
from content.samples import names, pictures_of, song
from content.samples.building import _answers
from content.samples.courses import chinese, constitution, electrician
from content.samples.courses.films import FILMS
from content.samples.words import Named, T

COURSES = [constitution.COURSE, electrician.COURSE, chinese.COURSE]


def inside(value, kind):
    """Every T or Named in a lesson's blocks."""
    if isinstance(value, kind):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from inside(inner, kind)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from inside(inner, kind)


def lessons(course):
    return [lesson for unit in course.units for lesson in unit.lessons]


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_everything_that_a_course_names_exists(course):
    for lesson in lessons(course):
        for named in inside([lesson.blocks, lesson.plain], Named):
            known = {"question": course.questions, "film": FILMS, "sound": ["dialogue"], "song": ["jasmine"]}.get(
                named.kind
            )
            if named.kind == "picture":
                assert pictures_of.picture_path(named.name).stat().st_size < 60_000
            elif named.kind == "document":
                assert all(pictures_of.document_path(named.name, language).exists() for language in ("zh", "en"))
            else:
                assert named.name in known


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_every_text_stands_in_both_languages(course):
    for lesson in lessons(course):
        for text in inside([lesson.title, lesson.objectives, lesson.blocks, lesson.plain], T):
            assert bool(text.zh) == bool(text.en), text


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_each_course_practises_all_four_kinds_with_feedback(course):
    assert {question.kind for question in course.questions.values()} == {"choice", "order", "match", "fill_in"}
    for question in course.questions.values():
        assert question.right.en
        assert question.wrong.zh
        assert _answers(question, "zh-hans")
        assert _answers(question, "en")


def test_the_vocational_course_has_five_lessons_and_more():
    assert len(lessons(electrician.COURSE)) >= 5


def test_the_words_of_the_song_come_while_it_plays():
    lines = parse_lyrics(chinese.SONG.en)
    beats = sum(float(word.partition(":")[2]) for word in song.MELODY.replace("|", " ").split())
    assert lines[-1].at_seconds < 2 * beats * song.BEAT + song.LEAD + song.BREAK
    assert lines[5].at_seconds == pytest.approx(song.LEAD + beats * song.BEAT + song.BREAK, abs=0.1)


def test_the_same_seed_gives_the_same_people():
    one, two = (names.learners(50, first_number=1, seed=1, today=date(2026, 1, 1)) for _again in range(2))
    assert one == two
    assert len({person["name"] for person in one}) == 50
