"""The funnel counted a second time: a plain loop over every row and every step of its history. Shares nothing with desk.figures."""

from collections import defaultdict

from django.utils import timezone

from assessments.certification.models import Candidacy, CandidacyMove

STAGES = ("registered", "eligible", "seated", "examined", "known", "awarded", "issued")


def count_by_hand(since=None, until=None, *, scheme=None, prison=None):
    """{stage: {reached, here, ended}}, decided, passed, and the days of each wait."""
    history = defaultdict(list)
    for move in CandidacyMove.objects.order_by("at", "pk"):
        history[move.candidacy_id].append((move.new, move.at))
    stages = {stage: {"reached": 0, "here": 0, "ended": 0} for stage in STAGES}
    waits = {"eligible": [], "seat": [], "result": [], "certificate": []}
    decided = passed = 0
    for one in Candidacy.objects.all():
        if since and one.registered_on < since:
            continue
        if until and one.registered_on > until:
            continue
        if scheme and one.scheme_id != scheme:
            continue
        if prison and one.prison_id != prison:
            continue
        steps = history[one.pk]
        went = [new for new, _at in steps]
        now = went[-1] if went else "registered"
        furthest = 0
        if "eligible" in went:
            furthest = 1
        if "seated" in went:
            furthest = 2
        for place, new in enumerate(went):
            excused = new == "examined" and place + 1 < len(went) and went[place + 1] == "eligible"
            if new == "examined" and not excused:
                furthest = max(furthest, 3)
        if "moderated" in went:
            furthest = 4
        if now in ("awarded", "issued", "expired", "revoked"):
            furthest = 5
        if now in ("issued", "expired", "revoked"):
            furthest = 6
        for place in range(furthest + 1):
            stages[STAGES[place]]["reached"] += 1
        if furthest < 6:
            side = "ended" if now in ("withdrawn", "not_awarded") else "here"
            stages[STAGES[furthest]][side] += 1
        if now in ("awarded", "issued", "expired", "revoked"):
            passed += 1
            decided += 1
        elif now == "not_awarded":
            decided += 1
        for name, days in _waits(one, steps).items():
            waits[name].append(days)
    return {"stages": stages, "decided": decided, "passed": passed, "waits": {k: sorted(v) for k, v in waits.items()}}


def _waits(one, steps):
    """The last round of each wait, in days from midnight to midnight."""
    found, last, before = {}, {}, "registered"
    for new, at in steps:
        day = timezone.localdate(at)
        if new == "eligible" and "eligible" not in found:
            found["eligible"] = (day - one.registered_on).days
        if new == "seated":
            found["seat"] = (day - last["eligible"]).days
        if new == "moderated" and before == "examined":
            found["result"] = (day - last["examined"]).days
        if new == "issued":
            found["certificate"] = (day - max(last["awarded"], last.get("not_awarded", last["awarded"]))).days
        last[new] = day
        before = new
    return found
