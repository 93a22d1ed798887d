"""What counts as a finding in a recording."""

from pathlib import Path

import pytest

from streaming.closer.checks import examine
from streaming.closer.parts import Part
from streaming.models import Epoch


@pytest.mark.parametrize(
    ("seconds", "apart_ms", "alarms"),
    [(500, 40, []), (500, 120, ["drift"]), (500, -120, ["drift"]), (3600, 90, []), (3600, 150, ["drift"])],
)
def test_drift_is_more_than_the_length_of_the_last_packets(seconds, apart_ms, alarms):
    part = Part(
        Epoch(kind="browser"), Path("0.mkv"), 1, 0, video="h264", audio="opus", end_s=seconds,
        starts={"audio": 0.0, "video": 0.0}, ends={"audio": seconds + apart_ms / 1000, "video": seconds},
    )  # fmt: skip
    assert examine([part], film_s=seconds, expected_s=None, loudness=None).alarms == alarms
