"""How a tablet is doing, judged from what is known of it: what is wrong first. Shown to officers; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Device, Learner, Prison

LOW_SPACE = 1024**3
QUIET = timedelta(days=3)


@dataclass(frozen=True)
class Health:
    """`trouble` sorts: the higher, the sooner an officer should look. Each sign is (level, sentence); levels critical, warning."""

    device: Device
    trouble: int
    signs: tuple[tuple[str, str], ...]


def health_of(device: Device, *, newest_version: str, newest_serial: int, now: datetime | None = None) -> Health:
    signs: list[tuple[int, str, str]] = []
    if device.state == Device.State.REVOKED:
        if device.waiting_count:
            signs.append((60, "warning", _("revoked, with work that has not arrived")))
    else:
        signs += _contact(device, now or timezone.now())
        signs += _contents(device, newest_version, newest_serial)
    return Health(
        device, sum(weight for weight, _level, _text in signs), tuple((level, text) for _weight, level, text in signs)
    )


def _contact(device: Device, now: datetime) -> list[tuple[int, str, str]]:
    signs = []
    if device.last_sync_at is None:
        signs.append((50, "warning", _("has never connected")))
    else:
        days = (now - device.last_sync_at).days
        if days >= device.prison.offline_lease_days:
            signs.append(
                (
                    200,
                    "critical",
                    ngettext(
                        "not seen for %(n)s day: nobody can sign in",
                        "not seen for %(n)s days: nobody can sign in",
                        days,
                    )
                    % {"n": days},
                )
            )
        elif now - device.last_sync_at >= QUIET:
            signs.append(
                (80, "warning", ngettext("not seen for %(n)s day", "not seen for %(n)s days", days) % {"n": days})
            )
    return signs


def _contents(device: Device, newest_version: str, newest_serial: int) -> list[tuple[int, str, str]]:
    signs = []
    if device.waiting_count:
        n = device.waiting_count
        signs.append((40, "warning", ngettext("%(n)s piece of work waits", "%(n)s pieces of work wait", n) % {"n": n}))
    if device.free_bytes is not None and device.free_bytes < LOW_SPACE:
        signs.append((100, "critical", _("little space left")))
    if device.last_sync_at and device.catalogue_serial < newest_serial:
        signs.append((20, "warning", _("courses are not up to date")))
    if device.app_version and newest_version and device.app_version != newest_version:
        signs.append((10, "warning", _("older app")))
    if device.learner is not None and device.learner.state == Learner.State.RETIRED:
        signs.append((90, "warning", _("its learner has left: assign it anew")))
    return signs


def health_list(devices: QuerySet[Device], *, now: datetime | None = None) -> list[Health]:
    """Sorted by trouble, then by the longest silence. "Newest" is what the prison's tablets report at best."""
    rows = list(devices.select_related("prison", "ward", "learner"))
    newest = {
        prison.pk: (
            _newest_version(prison),
            Device.objects.filter(prison=prison).aggregate(n=Max("catalogue_serial"))["n"] or 0,
        )
        for prison in {device.prison for device in rows}
    }
    judged = [
        health_of(
            device, newest_version=newest[device.prison_id][0], newest_serial=newest[device.prison_id][1], now=now
        )
        for device in rows
    ]
    return sorted(judged, key=lambda health: (-health.trouble, health.device.last_sync_at or health.device.paired_at))


def _newest_version(prison: Prison) -> str:
    versions = (
        Device.objects.filter(prison=prison).exclude(app_version="").values_list("app_version", flat=True).distinct()
    )
    return max(
        versions,
        key=lambda version: [
            (part.isdigit(), int(part) if part.isdigit() else 0, part) for part in version.replace("-", ".").split(".")
        ],
        default="",
    )
