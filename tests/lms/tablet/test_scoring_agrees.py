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
    gaps = (
        {"text": "", "gaps": [{"id": f"g{i}", **gap} for i, gap in enumerate(sample["gaps"])]}
        if "gaps" in sample
        else {}
    )
    return ITEM.validate_python(
        {"id": "urn:newleaf:item:x", "version": 1, "prompt_html": "", **sample, **lists, **gaps}
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_server_marks_as_the_sample_says(case):
    assert score(item_of(case["item"]), case["response"]) == pytest.approx(case["score"])
