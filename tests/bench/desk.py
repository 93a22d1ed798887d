"""desk: the evaluators' desk with ten years of a province, 4,000 candidacies a year in 25 prisons; each screen a whole page by a real request."""

from __future__ import annotations

import random
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import Any

from tests.bench.bank import timed
from tests.bench.figures import Figure

CANDIDACIES, PRISONS, SCHEMES, YEARS = 40_000, 25, 8, 10
GOAL_MS = 300
ROUNDS = 20
ALWAYS = "from=&to="
SCREENS = {
    "start page": "/admin/evaluator-desk/",
    "figures, 12 months": "/admin/evaluator-desk/figures/",
    "figures, always, schemes": f"/admin/evaluator-desk/figures/?{ALWAYS}",
    "figures, always, prisons": f"/admin/evaluator-desk/figures/?{ALWAYS}&by=prison",
    "figures, always, years": f"/admin/evaluator-desk/figures/?{ALWAYS}&by=period",
    "figures, one scheme and prison": "/admin/evaluator-desk/figures/?from=&to=&scheme={scheme}&prison={prison}",
    "people, all": "/admin/evaluator-desk/people/",
    "people, middle page": "/admin/evaluator-desk/people/?p={middle}",
    "people, wait for a seat": "/admin/evaluator-desk/people/?what=waiting-seat",
    "people, ended, one scheme": "/admin/evaluator-desk/people/?what=ended-known&scheme={scheme}",
    "people, expiring": "/admin/evaluator-desk/people/?what=expires-90",
    "own prison, always": "/admin/evaluator-desk/figures/?from=&to=",
}


def run(scale: float) -> Iterator[Figure]:
    """The reference, in the same run: a bare count of all candidacies by state."""
    from tests.bench.server import stage

    place = stage()
    number = max(200, int(CANDIDACIES * scale))
    began = time.perf_counter()
    words, officers = fill(number)
    yield Figure("desk", "candidacies", number, "")
    yield Figure("desk", f"{place.vendor}: filling", time.perf_counter() - began, "s")
    bare = statistics.median(timed(scan) for _ in range(ROUNDS))
    yield Figure("desk", f"{place.vendor}: bare count", bare, "ms")
    for name, path in SCREENS.items():
        ask = asking(officers[1] if name.startswith("own") else officers[0], path.format(**words))
        ask()
        found = sorted(timed(ask) for _ in range(ROUNDS))
        p95 = found[-(-ROUNDS * 95 // 100) - 1]
        yield Figure(
            "desk", f"{place.vendor}: {name}, p95", p95, "ms", bare, p95 / bare, f"≤ {GOAL_MS} ms", p95 <= GOAL_MS
        )


def asking(officer: Any, path: str) -> Callable[[], None]:
    from django.test import Client

    client = Client(headers={"host": "staff.newleaf.localhost"})
    client.force_login(officer)

    def ask() -> None:
        reply = client.get(path)
        assert reply.status_code == 200, (reply.status_code, path)

    return ask


def scan() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT state, count(*) FROM assessments_candidacy GROUP BY state")
        cursor.fetchall()


def fill(number: int) -> tuple[dict[str, Any], list[Any]]:
    """Straight into the tables: 24,000 real moves a year would take hours. What each has reached fits its state."""
    from django.db import connection

    from assessments.certification.models import AwardingBody, Scheme, SchemeVersion
    from lms.people.grants import grant_at_setup
    from tests.factories import people as a

    code = uuid.uuid4().hex[:6]
    chance = random.Random(3)
    wards = [a.ward(a.prison(code=f"{code}-{n}", name=f"{n}号")) for n in range(PRISONS)]
    body = AwardingBody.objects.create(name="鉴定中心", code=code.upper(), domain=f"{code}.example.org")
    rules = {"parts": [{"id": "theory", "kind": "theory", "title": "理论"}]}
    versions = []
    for place in range(SCHEMES):
        scheme = Scheme.objects.create(body=body, kind="special_skill", code=f"S{place}", title=f"方案{place}")
        versions.append(SchemeVersion.objects.create(scheme=scheme, number=1, rules=rules, state="live"))
    for start in range(0, number, 2_000):
        _some(range(start, min(start + 2_000, number)), code, wards, versions, chance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    province = a.officer(None, username=f"province-{code}")
    grant_at_setup(province, "evaluator", reason="bench")
    own = a.officer(wards[0].prison, "evaluator", username=f"own-{code}")
    words = {"scheme": versions[0].scheme_id, "prison": wards[0].prison_id, "middle": number // 100}
    return words, [province, own]


def _some(numbers: range, code: str, wards: list[Any], versions: list[Any], chance: random.Random) -> None:
    from django.utils import timezone

    from assessments.certification.models import Candidacy, CandidacyMove, Certificate, PartResult
    from lms.people.models import Learner

    today = timezone.localdate()
    learners, rows, moves, results, certificates = [], [], [], [], []
    for number in numbers:
        ward, version = chance.choice(wards), chance.choice(versions)
        learner = Learner(prison_id=ward.prison_id, ward=ward, number=f"{code}{number}", name=f"学员{number}")
        learners.append(learner)
        days_ago = chance.randrange(YEARS * 365)
        path = _path(chance, days_ago)
        registered = today - timedelta(days=days_ago)
        one = Candidacy(
            number=f"{code}{number:07}",
            learner=learner,
            scheme_id=version.scheme_id,
            version=version,
            prison_id=ward.prison_id,
            state=path[-1] if path else "registered",
            holder_name=learner.name,
            registered_on=registered,
            registered_by="officer:1 bench",
        )
        day, old = registered, "registered"
        for state in path:
            day = min(today, day + timedelta(days=chance.randrange(1, 40)))
            _enter(one, state, day)
            moves.append(CandidacyMove(candidacy=one, old=old, new=state, at=_at(day), by="officer:1 bench"))
            old = state
        rows.append(one)
        if "moderated" in path:
            score = 80 if path[-1] in ("awarded", "issued", "expired") else 30
            results.append(
                PartResult(
                    candidacy=one, part="theory", source="body", percent=score, points=score, out_of=100,
                    passed=score > 60, taken_on=day,
                )
            )  # fmt: skip
        if path and path[-1] in ("issued", "expired"):
            ends = today + timedelta(days=chance.randrange(1, 1_000)) if path[-1] == "issued" else today
            certificates.append(
                Certificate(
                    id=uuid.uuid4(), body_id=version.scheme.body_id, candidacy=one, number=f"{code}-{number}",
                    issued_at=_at(day), valid_until=ends, outside=True,
                )
            )  # fmt: skip
    Learner.objects.bulk_create(learners, batch_size=500)
    Candidacy.objects.bulk_create(rows, batch_size=500)
    CandidacyMove.objects.bulk_create(moves, batch_size=500)
    PartResult.objects.bulk_create(results, batch_size=500)
    Certificate.objects.bulk_create(certificates, batch_size=500)


def _path(chance: random.Random, days_ago: int) -> list[str]:
    """Old ones have come to an end, most of the last year are on the way."""
    way = ["eligible", "seated", "examined", "moderated", "awarded", "issued"]
    if days_ago < 300 and chance.random() < 0.8:
        return way[: chance.randrange(0, 6)]
    luck = chance.random()
    if luck < 0.08:
        return [*way[: chance.randrange(0, 2)], "withdrawn"]
    if luck < 0.25:
        return [*way[:4], "not_awarded"]
    return [*way, "expired"] if luck < 0.45 else way


def _enter(one: Any, state: str, day: date) -> None:
    column = {"moderated": "moderated_at", "awarded": "decided_at", "not_awarded": "decided_at"}.get(
        state, f"{state}_at"
    )
    if hasattr(one, column):
        setattr(one, column, _at(day))
    one.moved_at = _at(day)
    stages = {"eligible": 1, "seated": 2, "examined": 3, "moderated": 4, "awarded": 5, "issued": 6}
    one.stage = stages.get(state, one.stage)
    if state == "eligible":
        one.first_eligible_at, one.waited_eligible = _at(day), (day - one.registered_on).days
    waits = {"seated": ("waited_seat", "eligible_at"), "moderated": ("waited_result", "examined_at")}
    waits["issued"] = ("waited_certificate", "decided_at")
    if state in waits:
        wait, since = waits[state]
        setattr(one, wait, (day - getattr(one, since).date()).days)


def _at(day: date) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(day, clock(12)))
