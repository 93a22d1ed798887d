"""Who holds the pen of a broadcast: one sender at a time, with its newest run of the recorder.

The pen decides who is live. It does not decide what is kept: whatever somebody recorded while holding it is taken, also
days later.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from lms.audit import api as audit
from lms.people.models import Officer

from ..models import Broadcast, Epoch, EpochKind, Guest
from ..permissions import broadcast_for, check_can_send
from ..states import OVER, BroadcastState, IllegalTransition
from . import space
from .containers import extension_of
from .errors import Cancelled, OtherEpoch, TakenOver, TooManyEpochs, UnknownEpoch
from .limits import EPOCHS_A_BROADCAST
from .tokens import Bearer, make

_TOLERANCE = timedelta(seconds=5)  # two clocks, and a chunk on its way


def sender_of(person: Officer | Guest) -> str:
    return f"{'guest' if isinstance(person, Guest) else 'officer'}:{person.pk}"


def sender_token(broadcast: Broadcast, by: Officer | Guest) -> str:
    """What the sender's page shows to the ingest. Raises PermissionDenied."""
    if isinstance(by, Officer):
        check_can_send(by, broadcast)
    elif by.broadcast_id != broadcast.pk:
        raise UnknownEpoch
    return make(broadcast.pk, sender_of(by))


@transaction.atomic
def take_over(broadcast_id: UUID | str, *, by: Officer | Guest) -> Broadcast:
    """The pen to somebody else, or to this person's other computer: whoever sends now is told to stop. Raises PermissionDenied, IllegalTransition."""
    if isinstance(by, Officer):
        broadcast = broadcast_for(by, broadcast_id)
        check_can_send(by, broadcast)
    else:
        broadcast = by.broadcast
    if broadcast.state in OVER:
        raise IllegalTransition
    broadcast = _locked(broadcast.pk)
    before = broadcast.sender
    supersede(broadcast)
    broadcast.sender, broadcast.sender_epoch = sender_of(by), None
    broadcast.save(update_fields=["sender", "sender_epoch"])
    audit.log(
        by=by,
        verb="streaming.broadcast.taken_over",
        target=broadcast,
        detail={"from": before},
        prison=broadcast.prison_id,
    )
    return broadcast


@transaction.atomic
def open_epoch(bearer: Bearer, epoch_id: UUID, *, media_type: str, captured_at: int, kind: str) -> tuple[Epoch, bool]:
    """The epoch of that number, made when it is new (True). Asking again changes nothing.

    Raises TakenOver, Cancelled, OtherEpoch, NotMedia, TooLittleSpace, UnknownEpoch.
    """
    broadcast = _locked(bearer.broadcast_id)
    known = Epoch.objects.filter(pk=epoch_id).select_related("broadcast").first()
    if known is not None:
        if known.broadcast_id != broadcast.pk or known.sender != bearer.sender:
            raise OtherEpoch
        return known, False
    extension = extension_of(media_type)
    if broadcast.state == BroadcastState.CANCELLED:
        raise Cancelled
    if kind == EpochKind.UPLOAD or (broadcast.state == BroadcastState.SCHEDULED and not broadcast.epochs.exists()):
        space.check_for_new()
    takes_pen = kind != EpochKind.UPLOAD and _takes_pen(broadcast, bearer.sender, captured_at)
    number = broadcast.epochs.aggregate(last=Max("number"))["last"]
    number = 0 if number is None else number + 1
    if number >= EPOCHS_A_BROADCAST:
        raise TooManyEpochs
    epoch = Epoch.objects.create(
        id=epoch_id,
        broadcast=broadcast,
        number=number,
        kind=kind,
        media_type=media_type[:120],
        extension=extension,
        sender=bearer.sender,
        captured_at=captured_at,
    )
    if takes_pen:
        supersede(broadcast)
        broadcast.sender, broadcast.sender_epoch = bearer.sender, epoch.pk
        broadcast.save(update_fields=["sender", "sender_epoch"])
    return epoch, True


def was_taken_over(epoch: Epoch, captured_ms: int) -> bool:
    """Whether a chunk was recorded after somebody else took the pen, in the sender's own clock.

    The clocks are compared through the moment when the epoch was opened, so a computer whose date is wrong loses nothing.
    """
    if epoch.superseded_at is None or _clock_went_back(epoch):
        return False
    held = epoch.superseded_at - epoch.started_at + _TOLERANCE
    return captured_ms > epoch.captured_at + held.total_seconds() * 1000


def _clock_went_back(epoch: Epoch) -> bool:
    """The server's clock was set back while it held the pen: nobody knows for how long it did, so nothing is refused."""
    assert epoch.superseded_at is not None
    return epoch.superseded_at + _TOLERANCE < max(epoch.started_at, epoch.last_chunk_at or epoch.started_at)


def _takes_pen(broadcast: Broadcast, sender: str, captured_at: int) -> bool:
    """False: kept from earlier, so it joins the recording only. Raises TakenOver while somebody else holds the pen."""
    if broadcast.state in OVER:
        return False
    if not broadcast.sender or (broadcast.sender_epoch is None and broadcast.sender == sender):
        return True
    if broadcast.sender == sender:
        current = broadcast.sending
        return current is None or captured_at >= current.captured_at
    if broadcast.state == BroadcastState.SCHEDULED and not _has_chunks(broadcast):
        return True  # somebody opened the studio, but nothing was ever sent
    raise TakenOver


def _has_chunks(broadcast: Broadcast) -> bool:
    return broadcast.epochs.filter(next_chunk__gt=0).exists()


def supersede(broadcast: Broadcast) -> None:
    """Whoever holds the pen no longer does; what was recorded until now is taken all the same."""
    if broadcast.sender_epoch:
        rows = Epoch.objects.filter(pk=broadcast.sender_epoch, superseded_at=None, finished_at=None)
        rows.update(superseded_at=timezone.now())


def _locked(broadcast_id: UUID) -> Broadcast:
    found = Broadcast.objects.select_for_update().filter(pk=broadcast_id).first()
    if found is None:
        raise UnknownEpoch
    return found
