"""The staff's pages of transcripts and speech models."""

import pytest
from django.urls import reverse

from streaming.models import Transcript, TranscriptBlock
from streaming.transcription import api
from streaming.transcription.errors import NoSuchTranscript, NotNow
from streaming.transcription.overview import doubt_of, progress_of


@pytest.fixture
def staff(client, settings):
    client.defaults["HTTP_HOST"] = settings.STAFF_HOST
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def transcript(prison):
    made = Transcript.objects.create(
        subject="test:1", prison=prison, title="焊接安全", audio="a.wav", audio_sha256="0" * 64, audio_seconds=1200,
        state="done", language="en", heard_language="zh", heard_probability=0.97, speech=[[0, 600]],
    )  # fmt: skip
    said = [{"start": 1.0, "end": 4.0, "text": "請戴好安全帽。"}, {"start": 900.0, "end": 904.0, "text": "谢谢观看"}]
    TranscriptBlock.objects.create(
        transcript=made, number=0, start_s=0, end_s=600, raw={"segments": said}, job_state="done", progress=100
    )
    TranscriptBlock.objects.create(
        transcript=made, number=1, start_s=600, end_s=1200, job_state="failed", error="The speech engine crashed. …"
    )
    return made


def test_the_list_shows_transcripts_and_says_that_no_model_is_installed(staff, education_office, transcript):
    staff.force_login(education_office)
    page = staff.get(reverse("streaming_transcripts")).content.decode()
    assert "焊接安全" in page
    assert "No speech model is installed" in page


def test_a_transcript_shows_what_was_said_what_was_left_out_and_what_failed(staff, education_office, transcript):
    staff.force_login(education_office)
    page = staff.get(reverse("streaming_transcript", args=[transcript.pk])).content.decode()
    assert "请戴好安全帽。" in page
    assert "nobody speaks there" in page
    assert "10:00 – 20:00" in page
    assert "Another language was heard" in page


@pytest.mark.parametrize("screen", ["streaming_transcripts", "streaming_transcript_rows"])
def test_a_teacher_has_no_business_there(staff, teacher, screen):
    staff.force_login(teacher)
    assert staff.get(reverse(screen)).status_code == 302


def test_another_prison_sees_none_of_it(staff, outsider, transcript):
    staff.force_login(outsider)
    assert "焊接安全" not in staff.get(reverse("streaming_transcripts")).content.decode()
    assert staff.get(reverse("streaming_transcript", args=[transcript.pk])).status_code == 404
    with pytest.raises(NoSuchTranscript):
        api.transcribe_again(transcript.pk, by=outsider)


def test_the_office_has_it_transcribed_in_the_language_that_was_heard(staff, education_office, transcript):
    staff.force_login(education_office)
    staff.post(reverse("streaming_transcribe_again", args=[transcript.pk]), {"language": "zh-hans"})
    new = api.transcript_for("test:1")
    assert (new.language, new.state, new.audio) == ("zh-hans", "waiting", "a.wav")


def test_what_is_still_being_made_is_not_begun_again(education_office, transcript):
    Transcript.objects.update(state="running")
    with pytest.raises(NotNow):
        api.transcribe_again(transcript.pk, by=education_office)


def test_progress_counts_the_seconds_that_are_done(transcript):
    Transcript.objects.update(state="running")
    TranscriptBlock.objects.filter(number=1).update(job_state="running", progress=50)
    (progress,) = progress_of(Transcript.objects.all())
    assert progress.percent == 74


def test_a_language_is_doubted_only_when_another_was_clearly_heard(transcript):
    assert doubt_of(transcript) == "zh"
    transcript.heard_probability = 0.5
    assert doubt_of(transcript) == ""
