"""Tiny real media, made with ffmpeg, and assets made of them through the real api."""

import io
import subprocess

from PIL import Image

from content.media import api as media


def a_video_file(path, *, seconds=1, size="64x48", sound=True, metadata=("title=secret", "location=+31.2+121.4/")):
    command = ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc2=s={size}:r=10:d={seconds}"]
    if sound:
        command += ["-f", "lavfi", "-i", f"sine=d={seconds}"]
    for pair in metadata:
        command += ["-metadata", pair]
    subprocess.run([*command, "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", str(path)], check=True)
    return path


def a_sound_file(path, *, seconds=1):
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", f"sine=d={seconds}", str(path)], check=True)
    return path


def a_video(by, tmp_path, *, title="电焊安全", **file):
    """An uploaded video that waits for its transcoding."""
    return media.add_video(a_video_file(tmp_path / "upload.mp4", **file), "upload.mp4", by=by, title=title)


def a_ready_video(by, tmp_path, **fields):
    video = a_video(by, tmp_path, **fields)
    media.transcode("video", video.pk)
    video.refresh_from_db()
    return video


def a_picture(kind="JPEG", size=(40, 30), **saved):
    """The bytes of a picture; `saved` goes to Pillow, exif= for example."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **saved)
    return out.getvalue()
