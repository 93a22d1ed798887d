"""The tablet's feedback and the server's mark follow the same rules: both read the same sample."""

import json
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from assessments.bank.scoring import score
from lms.packages import shapes

CASES = json.loads((Path(__file__).parents[2] / "samples" / "practice_scoring.json").read_text("utf-8"))
ITEM = TypeAdapter(shapes.Item)


def item_of(sample):
    """The sample names things by their id only."""
    lists = {
        key: [{"id": each, "text": each} for each in sample[key]]
        for key in ("options", "entries", "left", "right")
        if key in sample
    }
    gaps = {"text": "", "gaps": [_gap(i, gap) for i, gap in enumerate(sample["gaps"])]} if "gaps" in sample else {}
    areas = (
        {
            "picture": {"path": "p.png", "media_type": "image/png", "alt": ""},
            "areas": [{"id": key, "shape": "rect", "coords": [0, 0, 9, 9], "label": key} for key in sample["areas"]],
        }
        if "areas" in sample
        else {}
    )
    return ITEM.validate_python(
        {"id": "urn:newleaf:item:x", "version": 1, "prompt_html": "", **sample, **lists, **gaps, **areas}
    )


def _gap(number, gap):
    options = {"options": [{"id": key, "text": key} for key in gap["options"]]} if "options" in gap else {}
    return {"id": f"g{number}", **gap, **options}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_server_marks_as_the_sample_says(case):
    assert score(item_of(case["item"]), case["response"]) == pytest.approx(case["score"])
