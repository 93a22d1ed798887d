"""The exam that goes wrong: line cut at minute 10, two tablets crash and one is destroyed at minute 20, the server is killed at
minute 30, the time ends offline. Minutes pass on the candidates' clocks; server, database, sealing and receipts are real."""

from types import SimpleNamespace

import pytest

from tests.factories import tablet as a
from tests.factories.sittings import Candidate
from tests.faults import checker, serving

MINUTES, CRASHED, DESTROYED = 60, (1, 2), 3
HALL = "tests.faults.exam_hall"


class Hall:
    """Six candidates who answer one question every two minutes."""

    def __init__(self, data, cast):
        self.data, self.codes = data, iter(cast["codes"])
        self.history = checker.History()
        facts = serving.run(HALL, data, "prepare", 6)
        self.sitting, self.items = facts["sitting"], facts["items"]
        self.seats = [SimpleNamespace(**seat) for seat in facts["seats"]]
        self.delivered = {}  # tablet → links with a receipt
        self.lines = []
        self.given = [{} for _ in self.seats]  # what each candidate has answered, wherever

    def arrive(self, server):
        self.candidates = [Candidate(self.a_tablet(server), self.sitting, seat) for seat in self.seats]
        for candidate in self.candidates:
            candidate.begin()

    def a_tablet(self, server):
        tablet = a.Tablet(self.a_line(server))
        tablet.pair(next(self.codes))
        return tablet

    def a_line(self, server):
        self.lines.append(a.over_http(server.port))
        return self.lines[-1]

    def work(self, first_minute, last_minute):
        for minute in range(first_minute, last_minute, 2):
            for number, candidate in enumerate(self.candidates):
                item, response = self.items[minute // 2], f"{minute}[,]V"
                candidate.passes(120).answer(item, response)
                self.given[number][str(item)] = response

    def deliver(self, server):
        """Everything that has no receipt, of every tablet that can be read. Returns whether all of it has one now."""
        for tablet in {id(one.tablet): one.tablet for one in self.candidates}.values():
            tablet.send = self.a_line(server)
            links = tablet.links[self.delivered.get(tablet.device, 0) :]
            if links:
                status, receipt = tablet.deliver(links)
                assert status == 200, receipt
                self.history.sent |= {link.id for link in links}
                self.history.note_receipt(receipt, links)
                self.delivered[tablet.device] = len(tablet.links)
        return self.history.acknowledged == self.history.sent


@pytest.fixture
def hall(data, cast):
    made = Hall(data, cast)
    yield made
    for line in made.lines:
        line.close()


def test_whatever_a_readable_tablet_holds_counts_and_what_is_lost_stands_as_an_incident(hall, data):
    with serving.Server(data) as server:
        hall.arrive(server)
        spare = hall.a_tablet(server)
        hall.work(0, 10)
        assert hall.deliver(server)
        arrived = dict(hall.given[DESTROYED])
        # minute 10: the line is cut. minute 20: two tablets crash, one is destroyed and replaced.
        hall.work(10, 20)
        for number in CRASHED:
            hall.candidates[number].restart().begin()
        hall.candidates[DESTROYED] = Candidate(spare, hall.sitting, hall.seats[DESTROYED], used_ms=20 * 60_000)
        hall.candidates[DESTROYED].begin()
        serving.run(HALL, data, "lose", hall.seats[DESTROYED].pk)
        hall.work(20, 30)
        server.kill_quietly()  # minute 30
    hall.work(30, MINUTES)
    for candidate in hall.candidates:
        candidate.submit()  # the time is over, still without a line
    with serving.Server(data) as server:
        assert hall.deliver(server)
    found = serving.run(HALL, data, "outcome")
    assert checker.violations(hall.history, checker.stored(data)) == []
    for number, seat in enumerate(hall.seats):
        kept = found[seat.pk]
        lost = {key for key, text in hall.given[number].items() if 10 <= int(text.partition("[")[0]) < 20}
        expected = {key: text for key, text in hall.given[number].items() if number != DESTROYED or key not in lost}
        assert kept["responses"] == expected
        assert kept["state"] == "submitted"
        assert abs(kept["used_ms"] - MINUTES * 60_000) <= 2_000
    assert arrived.items() <= found[hall.seats[DESTROYED].pk]["responses"].items()
    assert found[hall.seats[DESTROYED].pk]["incidents"] == ["tablet_lost"]
    assert [found[hall.seats[number].pk]["incidents"] for number in (0, *CRASHED)] == [[], ["restarted"], ["restarted"]]


def test_the_same_batches_again_change_nothing(hall, data):
    with serving.Server(data) as server:
        hall.arrive(server)
        hall.work(0, 20)
        assert hall.deliver(server)
        before = serving.run(HALL, data, "outcome")
        hall.delivered.clear()
        assert hall.deliver(server)
    assert serving.run(HALL, data, "outcome") == before
