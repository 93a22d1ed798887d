"""exam: a hall of candidates answers 60 questions each and hands in within the same minute."""

from __future__ import annotations

import heapq
import http.client
import json
import os
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.bench.figures import Figure

CANDIDATES, QUESTIONS, BATCHES, SECONDS = 500, 60, 6, 60.0
REPORT_EVERY = 10.0
SENDERS = 48  # threads of the one process that plays all tablets


@dataclass
class Hall:
    """A sitting that is open, its candidates at their tablets, and what each of them will have answered."""

    sitting: Any
    candidates: list[Any]
    expected: dict[tuple[str, int], str]  # seat and item → response in the bank's words


def run(scale: float) -> Iterator[Figure]:
    from tests.bench.server import data_folder, stage
    from tests.faults.serving import Server

    place = stage()
    hall = prepare(place, max(10, int(CANDIDATES * scale)))
    where = {"NEWLEAF_SECRET": os.environ["NEWLEAF_SECRET"], "DATABASE_URL": os.environ["DATABASE_URL"]}
    server = Server(data_folder(), **where).wait()
    try:
        waits, accepted = minute(hall, server.port)
    finally:
        server.kill()
    waits.sort()
    p95 = waits[int(len(waits) * 0.95)]
    yield Figure("exam", f"p95 from sending to receipt ({place.vendor})", p95, "s", None, None, "≤ 2", p95 <= 2)
    began = time.perf_counter()
    lost, wrong = compare(hall)
    yield Figure("exam", "responses and scores of all", time.perf_counter() - began, "s")
    sent = sum(len(one.tablet.links) for one in hall.candidates)
    yield Figure(
        "exam", "statements without a receipt", sent - accepted, "statements", sent, None, "0", sent == accepted
    )
    yield Figure("exam", "responses lost", lost, "responses", len(hall.expected), None, "0", lost == 0)
    yield Figure("exam", "marks unlike the second scorer's", wrong, "marks", len(hall.expected), None, "0", wrong == 0)


def prepare(place: Any, count: int) -> Hall:
    """The paper, the sitting, the tablets, and every statement sealed beforehand: the clients' own work is not what is measured."""
    from assessments.bank.drafts import read_any_item
    from assessments.exams.models import ItemVersion
    from assessments.exams.sittings.sealing import disguise_of
    from assessments.samples.responses import right_response, wrong_response
    from tests.factories import people as a
    from tests.factories import sittings as some

    code = place.prison.code
    evaluator = a.officer(place.prison, "evaluator", "author", username=f"evaluator-{code}")
    kinds = ("choice", "order", "match", "fill_in", "inline_choice", "numeric")
    version = some.an_approved_paper(evaluator, kinds=[kinds[n % len(kinds)] for n in range(QUESTIONS)], points=1)
    learners = some.candidates(place.ward, count, first=500_000)
    sitting = some.an_open_sitting(evaluator, learners, version=version)
    seats = list(sitting.seats.order_by("number"))
    items = ItemVersion.objects.in_bulk([place["item"] for place in seats[0].form])
    names = {key: disguise_of(sitting, one) for key, one in items.items()}
    read = {key: read_any_item.validate_python(one.document) for key, one in items.items()}
    chance, hall = random.Random(5), Hall(sitting, [], {})
    for seat in seats:
        candidate = some.Candidate(place.new_tablet()[0], sitting.pk, seat)
        candidate.begin()
        for key, item in read.items():
            right = chance.random() < 0.6
            given = right_response(item, chance) if right else wrong_response(item, chance, chance)
            hall.expected[str(seat.pk), key] = given
            candidate.passes(chance.uniform(5, 60)).answer(key, names[key].done(given))
        candidate.submit()
        hall.candidates.append(candidate)
    return hall


def minute(hall: Hall, port: int) -> tuple[list[float], int]:
    """(seconds that each batch waited for its receipt, statements with a receipt). Batches and reports at their times, as they come."""
    from tests.factories.tablet import over_http

    chance, due = random.Random(7), []
    for number, candidate in enumerate(hall.candidates):
        candidate.tablet.send = again(over_http(port))
        times = sorted(chance.uniform(0, SECONDS) for _ in range(BATCHES))
        size = -(-len(candidate.tablet.links) // BATCHES)
        due += [(at, number, "batch", n * size, size) for n, at in enumerate(times)]
        start = chance.uniform(0, REPORT_EVERY)
        due += [(start + n * REPORT_EVERY, number, "report", 0, 0) for n in range(int(SECONDS / REPORT_EVERY))]
    heapq.heapify(due)
    lock, waits, accepted = threading.Lock(), [], [0]
    busy = [threading.Lock() for _ in hall.candidates]  # one tablet does one thing at a time
    began = time.perf_counter()

    def send() -> None:
        while True:
            with lock:
                if not due:
                    return
                at, number, what, first, size = heapq.heappop(due)
            if (early := at - (time.perf_counter() - began)) > 0:
                time.sleep(early)
            with busy[number]:
                if what == "report":
                    hall.candidates[number].api("report", {"used_ms": 1000, "answered": 1})
                    continue
                status, receipt = hall.candidates[number].tablet.deliver(
                    hall.candidates[number].tablet.links[first : first + size]
                )
            with lock:
                waits.append(time.perf_counter() - began - at)
                accepted[0] += sum(r["last"] - r["first"] + 1 for r in receipt["accepted"]) if status == 200 else 0

    threads = [threading.Thread(target=send) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits, accepted[0]


def again(send: Any) -> Any:
    """Over a line that the server may close between two requests, as browsers do."""

    def sent(*request: Any) -> Any:
        try:
            return send(*request)
        except (ConnectionError, http.client.HTTPException):
            return send(*request)

    sent.base = send.base  # type: ignore[attr-defined]
    return sent


def compare(hall: Hall) -> tuple[int, int]:
    """(responses that are not on the server as they were given, marks that the second scorer does not give)."""
    from assessments.bank import api as bank
    from assessments.bank.drafts import read_any_item
    from assessments.exams.models import Response
    from assessments.exams.sittings import api as sittings
    from tests.bench.second_scorer import second_score

    sittings.follow_sittings()
    stored = {}
    wrong = 0
    for row in Response.objects.filter(seat__sitting=hall.sitting).select_related("item"):
        stored[str(row.seat_id), row.item_id] = row.response
        document = json.loads(read_any_item.validate_python(row.item.document).model_dump_json())
        ours = bank.score(read_any_item.validate_python(row.item.document), row.response)
        wrong += abs(ours - second_score(document, row.response)) > 1e-9
    return sum(stored.get(key) != given for key, given in hall.expected.items()), wrong
