"""What tablets ask of a sitting, /api/v1/exams: exactly the shapes of lms/sync/protocol.py."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from django.utils import timezone

from lms.lib.errors import NotFoundHere
from lms.people import access
from lms.people.models import Device
from lms.sync import protocol
from lms.sync.auth import tablet
from lms.sync.http import PROBLEMS, TabletAPI, answer_refusals, device_of

from ..models import Seat, Sitting
from .errors import NotOpen, SeatElsewhere, SittingOver
from .package import b64
from .sealing import disguise_of, key_of
from .states import SittingState

AHEAD, BEHIND = timedelta(days=14), timedelta(days=2)
LIVE = {SittingState.SEALED: "sealed", SittingState.OPEN: "open"}

api = TabletAPI(title="Newleaf exams API", version="1", urls_namespace="exams_api", docs_url=None, openapi_url=None)


def sittings_of_tablet(device: Device) -> QuerySet[Sitting]:
    """Those for which a tablet keeps the package: a shared one for its whole prison, a personal one for its own learner."""
    found = Sitting.objects.filter(prison=device.prison_id).exclude(package="")
    if device.kind != Device.Kind.SHARED:
        found = found.filter(seats__learner=device.learner_id) if device.learner_id else found.none()
    return found


def notices_of(device: Device) -> list[protocol.ExamNotice]:
    now = timezone.now()
    near = Q(state=SittingState.OPEN) | Q(state=SittingState.SEALED, planned_start__lt=now + AHEAD)
    over = Q(ended_at__gt=now - BEHIND)
    return [_notice(one) for one in sittings_of_tablet(device).filter(near | over).order_by("planned_start", "pk")]


def _notice(sitting: Sitting) -> protocol.ExamNotice:
    return protocol.ExamNotice(
        sitting=str(sitting.pk),
        title=sitting.title,
        room=sitting.room,
        planned_start=sitting.planned_start,
        minutes=sitting.minutes,
        package=sitting.package,
        bytes=sitting.package_bytes,
        state=_state(sitting),
    )


def _state(sitting: Sitting) -> str:  # type: ignore[misc]
    return LIVE.get(SittingState(sitting.state), "ended")


@api.post("/{uuid:sitting}/key", auth=tablet, response={200: protocol.ExamKey, **PROBLEMS})
def key(request: HttpRequest, sitting: UUID) -> protocol.ExamKey:
    """The key of the package, once the sitting is open and until it ends."""
    found = _sitting(request, sitting)
    _check_open(found)
    return protocol.ExamKey(key=b64(key_of(found)))


@api.post("/{uuid:sitting}/seats/{uuid:seat}/enter", auth=tablet, response={200: protocol.ExamEntry, **PROBLEMS})
def enter(request: HttpRequest, sitting: UUID, seat: UUID) -> protocol.ExamEntry:
    """This tablet takes the seat: the first to come, or one that the invigilator has let in."""
    found, device = _sitting(request, sitting), device_of(request)
    _check_open(found)
    with transaction.atomic():
        row = _seats(found, device).select_for_update().filter(pk=seat).first()
        if row is None:
            raise NotFoundHere
        if row.device_id not in (None, device.pk):
            if not row.free_entry:
                raise SeatElsewhere
            row.free_entry = False
        row.device_id, row.heard_at = device.pk, timezone.now()
        row.save(update_fields=["device_id", "free_entry", "heard_at"])
    return protocol.ExamEntry(
        used_ms=row.used_ms, responses=_responses(found, row), submitted=row.state == Seat.State.SUBMITTED
    )


def _responses(sitting: Sitting, seat: Seat) -> list[protocol.ExamResponse]:
    """As the tablet named them: with the names of this sitting."""
    return [
        protocol.ExamResponse(
            item=str(row.item_id), response=disguise_of(sitting, row.item).done(row.response), used_ms=row.used_ms
        )
        for row in seat.responses.select_related("item")
    ]


@api.post("/{uuid:sitting}/seats/{uuid:seat}/report", auth=tablet, response={200: protocol.ExamOrders, **PROBLEMS})
def report(request: HttpRequest, sitting: UUID, seat: UUID, body: protocol.ExamReport) -> protocol.ExamOrders:
    """How far the candidate is, for the invigilator; the answer says what the invigilator has decided."""
    found, device = _sitting(request, sitting), device_of(request)
    row = _seats(found, device).filter(pk=seat).first()
    if row is None:
        raise NotFoundHere
    elsewhere = row.device_id not in (None, device.pk)
    if not elsewhere and _state(found) != "ended":
        _note_report(found, row, device, body)
    row.sitting = found
    return protocol.ExamOrders(
        state=_state(found),
        paused=bool(found.paused_at or row.paused_at),
        seconds=row.allowed_seconds(),
        ended=row.ended_at is not None or _state(found) == "ended",
        elsewhere=elsewhere,
        server_time=timezone.now(),
    )


def _note_report(sitting: Sitting, seat: Seat, device: Device, body: protocol.ExamReport) -> None:
    """For the eyes of the invigilator. The time used is believed as far as the server's own clock goes."""
    now = timezone.now()
    most = int((now - sitting.opened_at).total_seconds() * 1000) if sitting.opened_at else body.used_ms
    used = min(body.used_ms, most)
    Seat.objects.filter(pk=seat.pk).update(
        heard_at=now,
        answered=Greatest(F("answered"), Value(body.answered)),
        used_ms=Greatest(F("used_ms"), Value(used)) if seat.device_id == device.pk else F("used_ms"),
        state=Case(When(state=Seat.State.WAITING, then=Value(Seat.State.ANSWERING)), default=F("state")),
    )


def _seats(sitting: Sitting, device: Device) -> QuerySet[Seat]:
    """A personal tablet is for its own learner's seat only."""
    seats = Seat.objects.filter(sitting=sitting)
    return seats if device.kind == Device.Kind.SHARED else seats.filter(learner=device.learner_id)


def _sitting(request: HttpRequest, sitting: UUID) -> Sitting:
    found = sittings_of_tablet(device_of(request)).filter(pk=sitting).first()
    if found is None:
        raise NotFoundHere
    return found


def _check_open(sitting: Sitting) -> None:
    if sitting.state == SittingState.SEALED:
        raise NotOpen
    if sitting.state != SittingState.OPEN:
        raise SittingOver


answer_refusals(api)

_patterns, _app_name, _namespace = api.urls
for _pattern in _patterns:
    _pattern.callback = access.device(_pattern.callback)  # type: ignore[arg-type]
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/exams/", include((_patterns, _app_name), namespace=_namespace)),
]
