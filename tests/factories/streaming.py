"""Broadcasts for tests, planned and begun through the real api."""

from django.utils import timezone

from streaming import planning, running


def broadcast(prison, *, by, wards=(), title="用电安全直播课", **fields):
    """One that is planned for now."""
    fields.setdefault("planned_start", timezone.now())
    return planning.plan_broadcast(prison, by=by, title=title, wards=wards, **fields)


def live(prison, *, by, wards=(), **fields):
    """One that has begun, without a recorder."""
    made = broadcast(prison, by=by, wards=wards, **fields)
    running.go_live(made, by=by)
    made.refresh_from_db()
    return made
