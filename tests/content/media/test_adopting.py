"""Which films are taken as they are, and which are converted first."""

import subprocess

import pytest

from content.media.adopting import is_rendition


def film(path, *, pixels="yuv420p", size="320x180", sound="aac", flags="+faststart"):
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc=size={size}:rate=10:duration=1"]
    command += ["-f", "lavfi", "-i", "sine=duration=1", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", pixels]
    subprocess.run([*command, "-c:a", sound, "-movflags", flags, str(path)], check=True)
    return path


@pytest.mark.parametrize("pixels", ["yuv420p", "yuvj420p"])  # a camera's, and what a browser records
def test_a_film_that_every_tablet_plays_is_taken_as_it_is(tmp_path, pixels):
    assert is_rendition(film(tmp_path / "film.mp4", pixels=pixels))


@pytest.mark.parametrize(
    "how", [{"pixels": "yuv444p"}, {"size": "1920x1080"}, {"sound": "libmp3lame"}, {"flags": "-faststart"}]
)
def test_any_other_film_is_converted(tmp_path, how):
    assert not is_rendition(film(tmp_path / "film.mp4", **how))
