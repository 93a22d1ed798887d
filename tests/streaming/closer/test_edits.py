"""What a person takes out of a film: rules without ffmpeg, and the rendered film."""

import io
import json
import subprocess

import pytest
from django.core.exceptions import PermissionDenied
from PIL import Image, ImageChops

from lms.lib.errors import Conflict, NotFoundHere
from streaming import tasks
from streaming.closer import api, edits
from streaming.closer.edits import BadEdit, Edit
from streaming.models import EditList, Recording


def row(kind, start, end):
    return {"kind": kind, "start_s": start, "end_s": end}


def test_cuts_leave_the_passages_between_them():
    cuts = [Edit("cut", 0, 2), Edit("cut", 5, 6), Edit("cut", 9, 10)]
    assert edits.passages_left(cuts, 10) == [(2, 5), (6, 9)]


def test_cuts_that_overlap_count_once():
    assert edits.passages_left([Edit("cut", 1, 4), Edit("cut", 3, 6)], 10) == [(0.0, 1), (6, 10)]


@pytest.mark.parametrize(("moment", "place"), [(1, None), (2, 0), (4, 2), (5.5, None), (6, 3), (8.5, 5.5), (9.5, None)])
def test_a_moment_is_found_again_in_the_edited_film(moment, place):
    cuts = [Edit("cut", 0, 2), Edit("cut", 5, 6), Edit("cut", 9, 10)]
    assert edits.place_in_edited(cuts, 10, moment) == place


@pytest.mark.parametrize(
    "rows",
    [[row("cut", 0, 10)], [row("cut", 3, 3)], [row("cut", 5, 2)], [row("cut", 11, 12)], [row("cut", -1, 2)],
     [row("explode", 1, 2)], [row("blur", 1, 2) | {"area": "corner"}], [row("cut", 1, 2) | {"area": "left"}], [{"kind": "cut"}], [row("cut", "a", "b")], [row("cut", float("nan"), 2)], [row("blur", 1, 2)] * 300],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(rows):
    with pytest.raises(BadEdit):
        edits.read_edits(rows, 10)


@pytest.fixture
def recording(past, lesson):
    past.part(lesson)
    past.end()
    tasks.sweep_recordings()
    return Recording.objects.get()


def rendered(recording, *rows, by):
    made = api.save_edits(recording.pk, rows, by=by, of_version=recording.version)
    tasks.sweep_recordings()
    made.refresh_from_db()
    return made


def test_a_cut_shortens_picture_and_sound_alike(recording, teacher):
    made = rendered(recording, row("cut", 0, 1), row("cut", 3, 4), by=teacher)
    assert made.job_state == "done"
    assert made.duration_s == pytest.approx(4, abs=0.15)
    assert _length(made.film_path, "v:0") == pytest.approx(_length(made.film_path, "a:0"), abs=0.1)


def test_the_whole_film_stays_as_it_was(recording, teacher):
    before = recording.film_path.read_bytes()
    rendered(recording, row("cut", 0, 1), by=teacher)
    assert recording.film_path.read_bytes() == before


def test_a_second_list_begins_with_the_whole_film_again(recording, teacher):
    rendered(recording, row("cut", 0, 3), by=teacher)
    second = rendered(recording, row("cut", 0, 1), by=teacher)
    assert (second.version, second.duration_s) == (2, pytest.approx(5, abs=0.15))


def test_a_silenced_passage_cannot_be_heard_and_the_rest_can(recording, teacher):
    made = rendered(recording, row("silence", 2, 4), by=teacher)
    assert _volume(made.film_path, 2.2, 1.6) < -80
    assert _volume(made.film_path, 4.3, 1.5) > -40


def test_a_blurred_passage_shows_nothing_sharp_and_the_rest_does(recording, teacher):
    made = rendered(recording, row("blur", 2, 4), by=teacher)
    assert _sharpness(made.film_path, 3) < 0.3 * _sharpness(made.film_path, 1)


@pytest.mark.parametrize(
    ("area", "hidden", "shown"),
    [
        ("left", "iw/2-8:ih:0:0", "iw/2-8:ih:iw/2+8:0"),
        ("right", "iw/2-8:ih:iw/2+8:0", "iw/2-8:ih:0:0"),
        ("upper", "iw:ih/2-8:0:0", "iw:ih/2-8:0:ih/2+8"),
        ("lower", "iw:ih/2-8:0:ih/2+8", "iw:ih/2-8:0:0"),
    ],
)
def test_a_half_is_blurred_and_the_other_half_is_not(recording, teacher, area, hidden, shown):
    made = rendered(recording, row("blur", 2, 4) | {"area": area}, by=teacher)
    assert _sharpness(made.film_path, 3, hidden) < 0.3 * _sharpness(made.film_path, 1, hidden)
    assert _sharpness(made.film_path, 3, shown) > 0.6 * _sharpness(made.film_path, 1, shown)


def test_the_sound_for_the_transcript_is_the_edited_one(recording, teacher):
    made = rendered(recording, row("cut", 0, 2), by=teacher)
    assert made.audio_path.stat().st_size == pytest.approx(4 * 32000, rel=0.05)


def test_the_newest_rendered_list_counts(recording, teacher):
    assert api.current_edit_list(recording) is None
    made = rendered(recording, row("cut", 0, 2), by=teacher)
    assert api.current_edit_list(recording) == made


def test_edits_of_an_older_film_are_refused(recording, teacher):
    with pytest.raises(Conflict):
        api.save_edits(recording.pk, [row("cut", 0, 1)], by=teacher, of_version=recording.version - 1)
    assert not EditList.objects.exists()


def test_an_outsider_finds_no_recording(recording, outsider):
    with pytest.raises(NotFoundHere):
        api.save_edits(recording.pk, [row("cut", 0, 1)], by=outsider, of_version=recording.version)


def test_a_supervisor_may_look_but_not_edit(recording, reviewer):
    assert api.recording_for(reviewer, recording.pk) == recording
    with pytest.raises(PermissionDenied):
        api.save_edits(recording.pk, [row("cut", 0, 1)], by=reviewer, of_version=recording.version)


def _length(film, stream):
    command = [
        "ffprobe",
        "-v",
        "error",
        "-select_streams",
        stream,
        "-show_entries",
        "stream=duration",
        "-of",
        "json",
        str(film),
    ]
    return float(json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["streams"][0]["duration"])


def _volume(film, start, seconds):
    command = [
        "ffmpeg",
        "-nostdin",
        "-ss",
        str(start),
        "-t",
        str(seconds),
        "-i",
        str(film),
        "-af",
        "volumedetect",
        "-vn",
        "-f",
        "null",
        "-",
    ]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stderr
    return float(said.split("mean_volume: ")[1].split(" dB")[0])


def _sharpness(film, moment, crop="iw:ih:0:0"):
    """Which share of the neighbouring pixels of a line differs visibly."""
    command = [
        "ffmpeg",
        "-nostdin",
        "-v",
        "error",
        "-ss",
        str(moment),
        "-i",
        str(film),
        "-frames:v",
        "1",
        "-vf",
        f"crop={crop}",
    ]
    picture = subprocess.run([*command, "-c:v", "png", "-f", "image2pipe", "-"], capture_output=True, check=True).stdout
    grey = Image.open(io.BytesIO(picture)).convert("L")
    moved = ImageChops.difference(
        grey.crop((1, 0, grey.width, grey.height)), grey.crop((0, 0, grey.width - 1, grey.height))
    )
    return sum(moved.histogram()[12:]) / (moved.width * moved.height)
