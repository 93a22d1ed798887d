import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from content import api as content
from lms.lib.errors import Conflict, NotFoundHere
from streaming import running
from streaming.captions import tracks
from streaming.captions.cues import Cue
from streaming.closer import api as closer
from streaming.closer import rendering
from streaming.lessons import corrections, drafting, sweeping
from streaming.models import LessonDraft, Recording
from tests.factories import content as lessons
from tests.factories import people as a

HEARD = [Cue(0.0, 2.0, "先关闭电源。"), Cue(2.5, 4.0, "请戴好安全帽。")]
CORRECTED = [{"start": 0.0, "end": 2.0, "text": "先断开电源。"}]


@pytest.fixture
def track(teacher, recording):
    """The captions of a recording whose lesson is a draft."""
    made = tracks.take_automatic(recording.broadcast, HEARD, language="zh-hans", source="run")
    running.note_consent(recording.broadcast_id, by=teacher, learners_seen=False, learners_heard=False, note="")
    work()
    return made


@pytest.fixture
def published(track, teacher, reviewer, commits):
    """The same captions, after the lesson has gone to the tablets."""
    page = LessonDraft.objects.get().page.specific
    video = [block for block in page.get_latest_revision_as_object().body.raw_data if block["type"] == "video"]
    content.edit_page(page, by=teacher, body=page.body.stream_block.to_python(video))
    lessons.published(page.get_parent().get_parent().specific, author=teacher, reviewer=reviewer)
    lessons.published(page, author=teacher, reviewer=reviewer)
    assert sweeping.note_published() == 1
    return track


def work():
    for key in sweeping.find_drafts():
        drafting.make_draft(key)


def correct(track, teacher):
    track.refresh_from_db()
    tracks.save_cues(track.pk, CORRECTED, revision=track.revision, by=teacher)


def standing(track):
    return corrections.standing_of(track.broadcast)


def test_a_draft_stands_nowhere(track):
    assert standing(track) is None


def test_a_published_lesson_has_what_the_office_has(published):
    assert standing(published) == "same"


def test_corrected_captions_leave_the_tablets_behind(published, teacher):
    correct(published, teacher)
    work()
    assert standing(published) == "behind"


def test_handed_in_again_the_corrections_are_under_review_and_then_on_the_tablets(published, teacher, reviewer):
    correct(published, teacher)
    corrections.hand_in_again(published.broadcast_id, by=teacher)
    assert standing(published) == "in_review"
    assert "先断开电源。" in LessonDraft.objects.get().video.captions.get().vtt
    content.approve(LessonDraft.objects.get().page.specific, by=reviewer)
    assert standing(published) == "same"


def test_what_is_corrected_during_the_review_is_said(published, teacher):
    correct(published, teacher)
    corrections.hand_in_again(published.broadcast_id, by=teacher)
    published.refresh_from_db()
    tracks.save_cues(published.pk, [], revision=published.revision, by=teacher)
    tracks.save_cues(
        published.pk, [{"start": 0, "end": 2, "text": "再改一次。"}], revision=published.revision + 1, by=teacher
    )
    assert standing(published) == "in_review_behind"


def test_a_review_that_asks_for_changes_leaves_the_tablets_behind(published, teacher, reviewer):
    correct(published, teacher)
    corrections.hand_in_again(published.broadcast_id, by=teacher)
    content.ask_for_changes(LessonDraft.objects.get().page.specific, by=reviewer, comment="错字")
    assert standing(published) == "behind"


def test_a_passage_cut_after_publication_waits_for_its_film_and_then_for_the_review(published, teacher):
    recording = Recording.objects.get()
    cut = closer.save_edits(
        recording.pk, [{"kind": "cut", "start_s": 0, "end_s": 2.2}], by=teacher, of_version=recording.version
    )
    rendering.render_edits(str(cut.pk))
    assert standing(published) == "rendering"
    with pytest.raises(Conflict):
        corrections.hand_in_again(published.broadcast_id, by=teacher)
    work()
    assert standing(published) == "behind"
    corrections.hand_in_again(published.broadcast_id, by=teacher)
    draft = LessonDraft.objects.get()
    assert draft.page.get_latest_revision_as_object().body[0].value["video"] == draft.video
    assert draft.page.specific.body[0].value["video"] != draft.video


@pytest.mark.parametrize("broken", ["draft", "unchanged"])
def test_there_must_be_something_to_hand_in(request, teacher, broken):
    track = request.getfixturevalue("track" if broken == "draft" else "published")
    with pytest.raises(Conflict):
        corrections.hand_in_again(track.broadcast_id, by=teacher)


def test_another_prison_cannot_hand_it_in(published, teacher, other_prison):
    correct(published, teacher)
    with pytest.raises(NotFoundHere):
        corrections.hand_in_again(published.broadcast_id, by=a.officer(other_prison, "teacher", username="elsewhere"))
    assert standing(published) == "behind"


def test_who_may_not_write_cannot_hand_it_in(published, teacher, prison):
    correct(published, teacher)
    with pytest.raises((NotFoundHere, PermissionDenied)):
        corrections.hand_in_again(published.broadcast_id, by=a.officer(prison, "supervisor", username="watching"))
    assert standing(published) == "behind"


def test_the_page_after_the_lesson_hands_it_in(published, teacher, client):
    correct(published, teacher)
    client.force_login(teacher)
    client.defaults["HTTP_HOST"] = "staff.newleaf.localhost"
    before = client.get(reverse("streaming_after", args=[published.broadcast_id])).content.decode()
    assert reverse("streaming_hand_in_again", args=[published.broadcast_id]) in before
    client.post(reverse("streaming_hand_in_again", args=[published.broadcast_id]))
    after = client.get(reverse("streaming_after", args=[published.broadcast_id])).content.decode()
    assert reverse("streaming_hand_in_again", args=[published.broadcast_id]) not in after
    assert standing(published) == "in_review"
