import json

import pytest

from streaming import running
from streaming.room.board import NAME
from tests.factories import streaming as a

pytestmark = pytest.mark.usefixtures("commits")


def board(own_data, broadcast):
    return json.loads((own_data / "live" / str(broadcast.pk) / NAME).read_text())


def test_who_watches_reads_every_state_from_the_board(own_data, live, teacher):
    assert board(own_data, live)["state"] == "live"
    running.end_broadcast(live.pk, by=teacher)
    assert board(own_data, live)["state"] == "ended"


def test_a_broadcast_that_has_not_begun_has_no_board(own_data, prison, ward, teacher):
    planned = a.broadcast(prison, by=teacher, wards=[ward])
    assert not (own_data / "live" / str(planned.pk)).exists()
