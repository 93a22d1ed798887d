import math

import pytest
from django.utils import timezone

from lms.lib.errors import Conflict, Invalid, NotFoundHere
from streaming.captions import tracks
from streaming.captions.access import track_for
from streaming.captions.cues import Cue
from streaming.models import CaptionVersion
from tests.factories import streaming as a

HEARD = [Cue(0.0, 2.0, "今天学习电工基础。"), Cue(2.5, 4.0, "请戴好安全帽。")]
CORRECTED = [{"start": 0.0, "end": 2.0, "text": "今天学习电工的基础。"}]


@pytest.fixture
def track(prison, teacher):
    return tracks.take_automatic(a.broadcast(prison, by=teacher), HEARD, language="zh-hans", source="first run")


def test_what_the_engine_heard_is_there_to_correct(track):
    assert [cue["text"] for cue in track.cues] == ["今天学习电工基础。", "请戴好安全帽。"]


def test_a_persons_corrections_survive_a_new_run(track, teacher):
    tracks.save_cues(track.pk, CORRECTED, revision=track.revision, by=teacher)
    again = tracks.take_automatic(track.broadcast, [Cue(0, 1, "别的")], language="zh-hans", source="second run")
    assert again.cues == CORRECTED
    assert [version.kind for version in again.versions.order_by("number")] == ["automatic", "automatic"]


def test_the_same_run_is_taken_once(track):
    tracks.take_automatic(track.broadcast, HEARD, language="zh-hans", source="first run")
    assert CaptionVersion.objects.count() == 1


def test_the_second_of_two_editors_is_told(track, teacher, education_office):
    tracks.save_cues(track.pk, CORRECTED, revision=track.revision, by=teacher)
    with pytest.raises(Conflict):
        tracks.save_cues(track.pk, [], revision=track.revision, by=education_office)
    track.refresh_from_db()
    assert track.cues == CORRECTED


def test_anothers_work_is_kept_before_it_is_written_over(track, teacher, education_office):
    revision = tracks.save_cues(track.pk, CORRECTED, revision=track.revision, by=teacher)
    tracks.save_cues(track.pk, [], revision=revision, by=education_office)
    last = track.versions.order_by("-number").first()
    assert (last.cues, last.by) == (CORRECTED, teacher)


def test_a_version_comes_back_and_what_was_there_is_kept(track, teacher):
    tracks.save_cues(track.pk, CORRECTED, revision=track.revision, by=teacher)
    restored = tracks.restore_version(track.pk, 1, by=teacher)
    assert len(restored.cues) == 2
    assert restored.versions.order_by("-number").first().cues == CORRECTED


def test_a_version_that_is_not_there_is_not_found(track, teacher):
    with pytest.raises(NotFoundHere):
        tracks.restore_version(track.pk, 99, by=teacher)


@pytest.mark.parametrize(
    "cues",
    [
        None, {}, "text", [None], [{"start": 0, "end": 1}], [{"start": 1, "end": 1, "text": "x"}],
        [{"start": -1, "end": 1, "text": "x"}], [{"start": True, "end": 2, "text": "x"}],
        [{"start": math.nan, "end": 2, "text": "x"}], [{"start": 0, "end": math.inf, "text": "x"}],
        [{"start": 0, "end": 2, "text": "x" * 501}],
        [{"start": 0, "end": 2, "text": "a"}, {"start": 1, "end": 3, "text": "b"}],
    ],
)  # fmt: skip
def test_what_is_no_list_of_captions_changes_nothing(track, teacher, cues):
    before = track.cues
    with pytest.raises(Invalid):
        tracks.save_cues(track.pk, cues, revision=track.revision, by=teacher)
    track.refresh_from_db()
    assert track.cues == before


def test_another_prisons_officer_finds_no_captions(track, outsider, teacher):
    assert track_for(teacher, track.pk) == track
    with pytest.raises(NotFoundHere):
        track_for(outsider, track.pk)


def test_long_work_leaves_versions_by_itself(track, teacher):
    CaptionVersion.objects.update(made_at=timezone.now() - tracks.NEW_VERSION_AFTER * 2)
    revision = tracks.save_cues(track.pk, CORRECTED, revision=track.revision, by=teacher)
    tracks.save_cues(track.pk, [], revision=revision, by=teacher)
    assert track.versions.order_by("-number").first().cues == CORRECTED
