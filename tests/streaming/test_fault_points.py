"""Every named fault point of live lessons is walked by a test that kills there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r'faultpoint\("streaming\.([a-z_]+)\.([a-z_]+)"\)')


def points():
    found = [match for path in (ROOT / "streaming").rglob("*.py") for match in NAMED.findall(path.read_text())]
    return sorted(set(found))


def test_there_are_fault_points_in_every_process():
    assert {area for area, _name in points()} >= {
        "ingest",
        "packager",
        "closer",
        "studio_feed",
        "transcription",
        "lessons",
    }


def test_every_fault_point_is_walked_by_a_test():
    for area, name in points():
        tests = (ROOT / "tests" / "streaming" / area).glob("test_*.py")
        assert any(f"{name}" in path.read_text() for path in tests), f"nobody kills at streaming.{area}.{name}"
