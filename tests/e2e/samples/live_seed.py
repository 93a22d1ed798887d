"""Live lessons in every state, beside the demo's samples, for those who look at the pages."""

import json
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import django

CUES = [
    (0.5, 3.0, "今天学习电工基础。"),
    (3.5, 5.0, "先关闭电源，再戴好安全帽，然后请打开课本第十页。"),
    (5.2, 5.9, "大家有问题吗？"),
]


def addresses(prison):
    """Name → path below the admin."""
    from lms.people.models import Officer, Ward
    from streaming import api

    ward = Ward.objects.filter(prison=prison).order_by("code").first()
    teacher = Officer.objects.get(username="teacher")
    planned, encoder, running = (
        _planned(prison, teacher, [ward], title, **more)
        for title, more in (("焊接安全", {}), ("示波器的使用", {"source": "encoder"}), ("消防演练", {"minutes": -5}))
    )
    api.new_stream_key(encoder.pk, by=teacher)
    api.invite_guest(planned.pk, by=teacher, name="陈师傅", organisation="市技工学校")
    api.go_live(running, by=teacher)
    over, track = _over(teacher, [ward])
    return {
        "studio": f"live/{planned.pk}/",
        "studio of an encoder": f"live/{encoder.pk}/",
        "studio of a lesson that runs": f"live/{running.pk}/",
        "studio of a lesson that is over": f"live/{over.pk}/",
        "plan of a lesson": f"live/{planned.pk}/change/",
        "cancelling a lesson": f"live/{planned.pk}/cancel/",
        "lessons that are over": "live/?show=over",
        "after the lesson": f"live/{over.pk}/after/",
        "attendance": f"live/{over.pk}/attendance/",
        "captions": f"captions/{track.pk}/",
        "versions of captions": f"captions/{track.pk}/versions/",
        "transcript": f"live/transcripts/{_transcript(prison).pk}/",
    }


def _planned(prison, teacher, wards, title, *, minutes=90, **fields):
    from django.utils import timezone

    from streaming import api

    start = timezone.now() + timedelta(minutes=minutes)
    return api.plan_broadcast(prison, by=teacher, title=title, wards=wards, planned_start=start, **fields)


def _over(teacher, wards):
    """A lesson that was held, with its film, and captions of which a version was kept."""
    from streaming.captions import tracks
    from streaming.captions.cues import Cue
    from streaming.closer import closing
    from streaming.models import Recording
    from tests.streaming.closer.conftest import Past

    past = Past(teacher)
    past.broadcast.wards.set(wards)
    with tempfile.TemporaryDirectory() as folder:
        past.part(_film(Path(folder)))
    broadcast = past.end()
    closing.close(str(Recording.objects.create(broadcast=broadcast).pk))
    track = tracks.take_automatic(broadcast, [Cue(*cue) for cue in CUES], language="zh-hans", source="run")
    tracks.keep_version(track.pk, by=teacher)
    return broadcast, track


def _film(folder):
    """A slide, and a voice that pauses."""
    film, voice = folder / "lesson.mkv", "sine=330:r=48000:d=6,volume='4*abs(sin(9*t))*gt(sin(3*t),-0.6)':eval=frame"
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-y",
        "-loop",
        "1",
        "-r",
        "10",
        "-t",
        "6",
        "-i",
        str(slide(folder / "slide.png")),
    ]
    command += [
        "-f",
        "lavfi",
        "-i",
        voice,
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-tune",
        "zerolatency",
        "-g",
        "10",
    ]
    subprocess.run([*command, "-pix_fmt", "yuv420p", "-c:a", "libopus", "-f", "matroska", str(film)], check=True)
    return film


def slide(path):
    from streaming.samples import lesson, slides

    slides.draw(lesson.SLIDES[1], 2, len(lesson.SLIDES)).save(path)
    return path


def _transcript(prison):
    """One that is finished but for a part, in another language than was set."""
    from streaming.models import Transcript, TranscriptBlock

    made = Transcript.objects.create(
        subject="test:1", prison=prison, title="焊接安全", audio="a.wav", audio_sha256="0" * 64, audio_seconds=1200,
        state="done", language="en", heard_language="zh", heard_probability=0.97, speech=[[0, 600]],
    )  # fmt: skip
    said = [{"start": 1.0, "end": 4.0, "text": "请戴好安全帽。"}, {"start": 900.0, "end": 904.0, "text": "谢谢观看"}]
    for number, more in enumerate(({"raw": {"segments": said}, "job_state": "done"}, {"job_state": "failed", "error": "The speech engine crashed."})):  # fmt: skip
        TranscriptBlock.objects.create(
            transcript=made, number=number, start_s=600 * number, end_s=600 * number + 600, progress=100, **more
        )
    return made


def one_more():
    """The address of a lesson for the first ward that is about to begin."""
    from lms.people.models import Officer, Ward

    teacher = Officer.objects.get(username="teacher")
    ward = Ward.objects.filter(prison=teacher.prison).order_by("code").first()
    return f"live/{_planned(teacher.prison, teacher, [ward], '电气火灾', minutes=15).pk}/"


def guest():
    """(address, code) of an invitation to the planned lesson."""
    from lms.people.models import Officer
    from streaming import api
    from streaming.models import Broadcast

    planned = Broadcast.objects.filter(title="焊接安全", source="browser", state="scheduled").latest("created_at")
    code = api.invite_guest(planned.pk, by=Officer.objects.get(username="teacher"), name="王师傅")[1]
    return [f"guest/{planned.pk}/", code]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:]), default=str))
