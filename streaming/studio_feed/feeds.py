"""An encoder's run: begun with a stream key, written as FLV by whoever receives it, relayed into its epoch.

The FLV is the first thing written. The epoch is a pure function of it, so a relay that dies goes on where it stopped.
"""

from __future__ import annotations

import fcntl
import time
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.audit import api as audit
from lms.lib.durable import make_folder
from lms.lib.errors import NotAllowed
from lms.lib.ids import new_id
from lms.lib.sealing import derived_key

from ..ingest import space
from ..ingest.pen import supersede
from ..models import Broadcast, Epoch, EpochKind
from ..states import OVER, BroadcastState
from ..steady import Clock
from ..stream_keys import hash_of

SENDER = "encoder"
_ALIVE = timedelta(seconds=10)


class WrongKey(NotAllowed):
    code, sentence = "wrong_key", _("This stream key is not valid.")


class KeyInUse(NotAllowed):
    code, sentence = "key_in_use", _("This stream key is being used by another encoder at this moment.")


def folder() -> Path:
    return Path(settings.DATA_DIR) / "studio"


def flv_of(epoch_id: UUID | str) -> Path:
    return folder() / "received" / f"{epoch_id}.flv"


def end_mark_of(epoch_id: UUID | str) -> Path:
    """Exists once nothing more will be written to the FLV."""
    return folder() / "received" / f"{epoch_id}.end"


def callback_secret() -> str:
    """What the studio's nginx says when it asks: nobody else knows the address."""
    return sha256(derived_key("streaming.studio_feed.callback")).hexdigest()


def begin_for_client(stream_key: str, client: str) -> Epoch:
    """As `begin`, remembering nginx's number of the connection: it says goodbye with that and the key, not with our name."""
    epoch = begin(stream_key)
    _note_of(client).write_text(str(epoch.pk))
    return epoch


def end_for_client(client: str) -> None:
    """Nothing happens for a connection that was never let in."""
    note = _note_of(client)
    if note.exists():
        end(note.read_text())
        note.unlink()


def _note_of(client: str) -> Path:
    return folder() / "received" / f"{int(client)}.client"


@transaction.atomic
def begin(stream_key: str) -> Epoch:
    """A new epoch for the encoder that said the key. Raises WrongKey, KeyInUse, TooLittleSpace."""
    broadcast = Broadcast.objects.select_for_update().filter(stream_key_hash=hash_of(stream_key)).first()
    if not stream_key or broadcast is None or broadcast.state in OVER:
        raise WrongKey
    if _is_sending(broadcast):
        raise KeyInUse
    if broadcast.state == BroadcastState.SCHEDULED:
        space.check_for_new()
    make_folder(folder() / "received")
    last = broadcast.epochs.aggregate(last=Max("number"))["last"]
    epoch = Epoch.objects.create(
        id=new_id(),
        broadcast=broadcast,
        number=0 if last is None else last + 1,
        kind=EpochKind.ENCODER,
        media_type="video/x-matroska",
        extension="mkv",
        sender=SENDER,
        captured_at=Clock(broadcast.folder).now_ms(),
    )
    supersede(broadcast)
    broadcast.sender, broadcast.sender_epoch = SENDER, epoch.pk
    broadcast.save(update_fields=["sender", "sender_epoch"])
    audit.log(by=SENDER, verb="streaming.encoder.connected", target=broadcast, prison=broadcast.prison_id)
    return epoch


def end(epoch_id: UUID | str) -> None:
    """The encoder has gone, or whoever wrote the FLV. Safe to say twice."""
    if flv_of(epoch_id).parent.is_dir():
        end_mark_of(epoch_id).touch()


def received() -> list[Path]:
    return list((folder() / "received").glob("*.flv"))


def end_abandoned() -> None:
    """A new nginx begins, so nobody writes the files of the one before. SRT listeners hold theirs locked."""
    for path in received():
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            end(path.stem)
    for note in (folder() / "received").glob("*.client"):
        note.unlink()


def _is_sending(broadcast: Broadcast) -> bool:
    """Whether the broadcast's newest run of an encoder is still being written."""
    epoch = broadcast.sending
    if epoch is None or epoch.kind != EpochKind.ENCODER or epoch.finished_at is not None:
        return False
    if end_mark_of(epoch.pk).exists():
        return False
    try:
        written = time.time() - flv_of(epoch.pk).stat().st_mtime
    except FileNotFoundError:
        written = (timezone.now() - epoch.started_at).total_seconds()
    return abs(written) < _ALIVE.total_seconds()
