from content.api import CoursePage, UnitPage, library_for
from lms.lib.leases import JobState
from streaming import running
from streaming.captions import tracks
from streaming.captions.cues import Cue
from streaming.closer import api as closer
from streaming.closer import rendering
from streaming.closer.edits import Edit
from streaming.lessons import drafting, sweeping
from streaming.models import LessonDraft, Recording
from tests.factories import content as lessons

HEARD = [Cue(0.0, 2.0, "先关闭电源。"), Cue(2.5, 4.0, "请戴好安全帽，安全帽，安全帽。"), Cue(4.5, 5.5, "下课了。")]


def agree(recording, teacher):
    running.note_consent(recording.broadcast_id, by=teacher, learners_seen=False, learners_heard=False, note="")


def work():
    """What the sweeper and the worker do."""
    for key in sweeping.find_drafts():
        drafting.make_draft(key)


def body_of(draft):
    return draft.page.specific.get_latest_revision_as_object().body


def test_a_recording_becomes_a_draft_lesson_with_film_words_and_a_place_for_a_question(recording, teacher):
    tracks.take_automatic(recording.broadcast, HEARD, language="zh-hans", source="run")
    agree(recording, teacher)
    work()
    draft = LessonDraft.objects.get()
    assert draft.error == ""
    assert [block.block_type for block in body_of(draft)] == ["video", "glossary", "question"]
    video = body_of(draft)[0].value["video"]
    assert video.is_ready
    assert "先关闭电源。" in video.captions.get(language="zh-hans").vtt
    assert body_of(draft)[1].value["terms"][0]["term"] == "安全帽"
    recording.refresh_from_db()
    assert (recording.stage, draft.page.live) == ("draft", False)


def test_no_lesson_is_made_before_somebody_has_said_who_is_seen(recording):
    work()
    assert not LessonDraft.objects.exists()


def test_without_a_transcript_the_lesson_is_made_all_the_same(recording, teacher):
    agree(recording, teacher)
    work()
    assert [block.block_type for block in body_of(LessonDraft.objects.get())] == ["video", "question"]


def test_doing_the_work_again_makes_no_second_lesson(recording, teacher):
    agree(recording, teacher)
    work()
    page = LessonDraft.objects.get().page_id
    LessonDraft.objects.update(job_state=JobState.DUE)
    work()
    assert LessonDraft.objects.get().page_id == page
    assert CoursePage.objects.count() == 1
    assert UnitPage.objects.count() == 1


def test_corrected_captions_follow_into_the_draft(recording, teacher):
    track = tracks.take_automatic(recording.broadcast, HEARD, language="zh-hans", source="run")
    agree(recording, teacher)
    work()
    tracks.save_cues(
        track.pk, [{"start": 0.0, "end": 2.0, "text": "先断开电源。"}], revision=track.revision, by=teacher
    )
    work()
    assert "先断开电源。" in LessonDraft.objects.get().video.captions.get().vtt


def test_what_is_handed_in_carries_the_captions_of_that_moment(recording, teacher):
    track = tracks.take_automatic(recording.broadcast, HEARD, language="zh-hans", source="run")
    agree(recording, teacher)
    work()
    page = LessonDraft.objects.get().page.specific
    tracks.save_cues(
        track.pk, [{"start": 0.0, "end": 2.0, "text": "先断开电源。"}], revision=track.revision, by=teacher
    )
    page.get_workflow().start(page, teacher)
    assert "先断开电源。" in LessonDraft.objects.get().video.captions.get().vtt


def test_a_cut_made_later_brings_the_edited_film_into_the_draft(recording, teacher):
    tracks.take_automatic(recording.broadcast, HEARD, language="zh-hans", source="run")
    agree(recording, teacher)
    work()
    before = LessonDraft.objects.get().video
    cut = closer.save_edits(
        recording.pk, [{"kind": "cut", "start_s": 0, "end_s": 2.2}], by=teacher, of_version=recording.version
    )
    rendering.render_edits(str(cut.pk))
    work()
    draft = LessonDraft.objects.get()
    assert draft.video != before
    assert draft.video.seconds < before.seconds - 1.5
    assert body_of(draft)[0].value["video"] == draft.video
    assert "先关闭电源" not in draft.video.captions.get().vtt


def test_a_term_that_a_lesson_has_explained_before_comes_with_its_meaning(recording, teacher, reviewer, commits):
    known = {"term": "安全帽", "reading": "", "meaning": "保护头部的帽子。"}
    lessons.a_published_lesson(by=teacher, reviewer=reviewer, blocks=[("glossary", {"terms": [known]})])
    tracks.take_automatic(recording.broadcast, HEARD, language="zh-hans", source="run")
    agree(recording, teacher)
    work()
    assert body_of(LessonDraft.objects.get())[1].value["terms"][0]["meaning"] == known["meaning"]


def test_cues_move_with_the_cuts():
    edits = [Edit("cut", 0.0, 2.2), Edit("silence", 4.4, 6.0)]
    assert drafting.moved(HEARD, edits, 6.0) == [Cue(0.3, 1.8, HEARD[1].text)]


def test_an_unedited_film_keeps_its_cues():
    assert drafting.moved(HEARD, [], 6.0) == HEARD


def test_the_course_of_the_broadcast_takes_the_lesson(recording, teacher):
    course = CoursePage(title="电工基础", kind="vocational", summary="电工")
    library = library_for(recording.broadcast.prison)
    library.add_child(instance=course)
    recording.broadcast.course = course
    recording.broadcast.save()
    teacher.__dict__.pop("_page_permission_cache", None)
    agree(recording, teacher)
    work()
    draft = LessonDraft.objects.get()
    assert draft.error == ""
    assert draft.page.get_ancestors().filter(pk=course.pk).exists()


def test_an_interruption_of_the_recording_is_a_chapter_of_its_film(recording, teacher):
    Recording.objects.update(gaps=[{"at_s": 3.0, "seconds": 5.04, "cause": "network"}])
    agree(recording, teacher)
    work()
    assert LessonDraft.objects.get().video.interruptions == [[3.0, 5.04]]


def test_interruptions_move_with_the_cuts_and_go_with_them(recording):
    recording.gaps = [
        {"at_s": 1.0, "seconds": 3.0, "cause": "network"},
        {"at_s": 4.0, "seconds": 5.0, "cause": "restart"},
    ]
    assert drafting.interruptions(recording, [Edit("cut", 0.0, 2.5)]) == [[1.5, 5.0]]
