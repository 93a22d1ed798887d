"""Finding out that this server's database was restored: a tablet shows a valid receipt that is not here."""

from __future__ import annotations

from typing import Any

from joserfc.errors import JoseError

from lms.audit import api as audit
from lms.lib.canonical import sha256_hex
from lms.packages import api as packages
from lms.packages.keys import verify_document
from lms.packages.models import Epoch
from lms.people.models import Device

from .models import IssuedReceipt


def check_receipt(token: str, device: Device) -> Epoch:
    """The epoch to answer under: a new one when the tablet's newest receipt is genuine, of this epoch, and unknown here."""
    epoch = packages.current_epoch()
    if not token or IssuedReceipt.objects.filter(jws_sha256=sha256_hex(token.encode())).exists():
        return epoch
    receipt = _genuine(token, device)
    if receipt is None or receipt.get("epoch") != str(epoch.id):
        return epoch  # from before an epoch that has been started already, or not ours at all
    # Two tablets may find out at once: the second waits here, and finds the epoch that the first has started.
    Epoch.objects.select_for_update().filter(pk=epoch.pk).first()
    if (newest := packages.current_epoch()).pk != epoch.pk:
        return newest
    epoch = packages.start_epoch("a tablet holds a receipt that this database does not know")
    detail = {"receipt": receipt.get("number"), "epoch": str(epoch.id), "safe_through": receipt.get("safe_through")}
    audit.log(by="system", verb="sync.epoch.started", target=device, detail=detail)
    return epoch


def _genuine(token: str, device: Device) -> dict[str, Any] | None:
    try:
        receipt = verify_document(token)
    except (JoseError, ValueError):
        return None
    return receipt if receipt.get("kind") == "receipt" and receipt.get("device") == str(device.pk) else None
