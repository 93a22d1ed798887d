"""Tablets: pairing with a one-time code, tokens, what a tablet says of itself, and whom it belongs to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets as random
from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicNumbers
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid

from .errors import BadPairingCode
from .models import Device, DeviceLearner, Learner, PairingCode, Prison
from .permissions import ward_and_below

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else
CODE_LENGTH = 8
CODE_MINUTES = 15


# ── Pairing ──────────────────────────────────────────────────────────────────────────────────────


def new_code() -> str:
    """A code as the officer reads it out: ABCD-EFGH (39 bits, one use, 15 minutes)."""
    letters = "".join(random.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def code_hash(code: str) -> str:
    """Keyed with the server's secret: 39 bits alone could be searched in a copied database. Spaces, dashes, case do not count."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hmac.new(settings.SECRET_KEY.encode(), b"pairing " + plain.encode(), hashlib.sha256).hexdigest()


def redeem_pairing_code(code: str, jwk: Mapping[str, str], app_version: str) -> Device:
    """Pair the tablet that holds this key. The same tablet may send the same code again (its reply was lost). Raises BadPairingCode."""
    thumbprint = check_jwk(jwk)
    with transaction.atomic():
        pairing = PairingCode.objects.select_for_update().filter(code_hash=code_hash(code)).first()
        if pairing is None:
            raise BadPairingCode(_("This code is not known. Check it, or ask the officer for a new one."))
        if pairing.used_at is not None:
            if pairing.device is not None and pairing.device.thumbprint == thumbprint:
                return pairing.device
            raise BadPairingCode(_("This code has been used. Ask the officer for a new one."))
        if pairing.expires_at <= timezone.now():
            raise BadPairingCode(_("This code is too old. Ask the officer for a new one."))
        device = _paired(pairing, jwk, thumbprint, app_version)
        pairing.used_at, pairing.device = timezone.now(), device
        pairing.save(update_fields=["used_at", "device"])
        audit.log(
            by=pairing.created_by,
            verb="people.device.paired",
            target=device,
            detail={"kind": device.kind, "thumbprint": thumbprint},
        )
    return device


def _paired(pairing: PairingCode, jwk: Mapping[str, str], thumbprint: str, app_version: str) -> Device:
    """A new device, or the one that this key belonged to before (paired again after a revocation)."""
    device = Device.objects.select_for_update().filter(thumbprint=thumbprint).first()
    if device is not None and device.prison_id != pairing.prison_id:
        raise BadPairingCode(_("This tablet belongs to another prison. Reset the app on it, then pair it again."))
    device = device or Device(thumbprint=thumbprint, public_jwk={name: jwk[name] for name in ("kty", "crv", "x", "y")})
    device.prison, device.ward, device.learner, device.kind = (
        pairing.prison,
        pairing.ward,
        pairing.learner,
        pairing.kind,
    )
    device.name = pairing.device_name or device.name or _free_name(pairing)
    device.state, device.revoked_at, device.paired_by, device.app_version = (
        Device.State.PAIRED,
        None,
        pairing.created_by,
        _plain(app_version),
    )
    device.save()
    return device


@transaction.atomic
def readmit_device(device_id: UUID, *, prison: str, jwk: Mapping[str, str], name: str, kind: str) -> Device | None:
    """A tablet that this database does not know any more, with the key that the server once paired: put down as revoked, so that
    it may deliver and nothing else. None when its prison, or another tablet with this key, stands in the way."""
    thumbprint = check_jwk(jwk)
    owner = Prison.objects.filter(pk=prison).first()
    if owner is None or Device.objects.filter(thumbprint=thumbprint).exclude(pk=device_id).exists():
        return None
    fields = {"prison": owner, "name": name[:100], "kind": kind, "public_jwk": dict(jwk), "thumbprint": thumbprint}
    fields |= {"state": Device.State.REVOKED, "revoked_at": timezone.now()}
    device, made = Device.objects.get_or_create(pk=device_id, defaults=fields)
    if made:
        audit.log(by=device, verb="people.device.readmitted", target=device, detail={"thumbprint": thumbprint})
    return device


def _free_name(pairing: PairingCode) -> str:
    """The next "<ward> 12" that no tablet of the prison has."""
    stem = str(pairing.learner.name if pairing.learner else pairing.ward or pairing.prison)[:90]
    taken = set(Device.objects.filter(prison=pairing.prison, name__startswith=stem).values_list("name", flat=True))
    if pairing.learner and stem not in taken:
        return stem
    return next(name for number in range(1, len(taken) + 2) if (name := f"{stem} {number:02d}") not in taken)


def check_jwk(jwk: Mapping[str, str]) -> str:
    """The RFC 7638 thumbprint of an EC P-256 public key. Raises Invalid when it is not a point of the curve."""
    try:
        if jwk["kty"] != "EC" or jwk["crv"] != "P-256":
            raise ValueError("another kind of key")
        x, y = (base64.urlsafe_b64decode(jwk[name] + "=" * (-len(jwk[name]) % 4)) for name in ("x", "y"))
        if len(x) != 32 or len(y) != 32:
            raise ValueError("another length")
        EllipticCurvePublicNumbers(int.from_bytes(x, "big"), int.from_bytes(y, "big"), SECP256R1()).public_key()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Invalid(_("The tablet sent a key that cannot be used."), code="bad_key") from error
    canonical = json.dumps({name: jwk[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest()).rstrip(b"=").decode()


# ── Tokens and contact ───────────────────────────────────────────────────────────────────────────


def issue_device_token(device: Device) -> str:
    """A new access token; the one before stops working. Worthless without the tablet's key (DPoP)."""
    token = random.token_urlsafe(32)
    Device.objects.filter(pk=device.pk).update(token_hash=_token_hash(token))
    return token


def device_by_token(token: str, *, revoked_too: bool = False) -> Device | None:
    """The tablet that the token was given to. A revoked one only where asked for: it may still deliver its journal."""
    # Bare and unordered: this is half the cost of a tablet's "nothing new", and most requests need no more than the row.
    found = Device.objects.filter(token_hash=_token_hash(token)).order_by()[:1] if token else ()
    device = next(iter(found), None)
    if device is not None and device.state == Device.State.REVOKED and not revoked_too:
        return None
    return device


def device_by_id(device_id: UUID | str) -> Device | None:
    """Any tablet that was ever paired, revoked ones too: for what it signs with its own key."""
    try:
        return Device.objects.select_related("prison").filter(pk=UUID(str(device_id))).first()
    except ValueError:
        return None


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def record_contact(
    device: Device,
    app_version: str = "",
    free_bytes: int | None = None,
    waiting: int | None = None,
    serial: int | None = None,
) -> None:
    """What the tablet says of itself at a contact. None and an empty text leave what was known."""
    said: dict[str, object] = {"last_sync_at": timezone.now()}
    if app_version:
        said["app_version"] = _plain(app_version)
    if free_bytes is not None:
        said["free_bytes"] = min(max(free_bytes, 0), 2**63 - 1)
    if waiting is not None:
        said["waiting_count"] = min(max(waiting, 0), 2**31 - 1)
    if serial is not None:
        said["catalogue_serial"] = min(max(serial, 0), 2**63 - 1)
    Device.objects.filter(pk=device.pk).update(**said)


def _plain(version: str) -> str:
    """PostgreSQL takes no NUL, and nobody reads the other control signs."""
    return "".join(sign for sign in version if sign.isprintable())[:40]


# ── Whose tablet ─────────────────────────────────────────────────────────────────────────────────


def learners_of_device(device: Device, *, retired_too: bool = False) -> QuerySet[Learner]:
    """Everybody who has signed in on it or was put on it, its own learner, and on a shared tablet the learners of its ward.

    `retired_too` keeps those who have left or moved away, so that the tablet can be told.
    """
    known = Q(pk__in=DeviceLearner.objects.filter(device=device).values("learner"))
    if device.learner_id:
        known |= Q(pk=device.learner_id)
    if device.kind == Device.Kind.SHARED and device.ward_id and device.ward:
        known |= Q(ward__in=ward_and_below(device.ward), state=Learner.State.ACTIVE)
    learners = Learner.objects.filter(known)
    return learners if retired_too else learners.filter(state=Learner.State.ACTIVE, prison=device.prison_id)


def users_of_device(device: Device) -> QuerySet[Learner]:
    """Its own learner and everybody who has signed in on it or was prepared on it, wherever they are now."""
    return Learner.objects.filter(
        Q(pk__in=DeviceLearner.objects.filter(device=device).values("learner")) | Q(pk=device.learner_id)
    )


def note_prepared(device: Device, learner_ids: Iterable[UUID]) -> None:
    """These learners can sign in on the tablet without the server; when they last did so stays as it is."""
    rows = [DeviceLearner(device=device, learner_id=learner_id) for learner_id in learner_ids]
    DeviceLearner.objects.bulk_create(rows, ignore_conflicts=True)


def note_sign_in(device: Device, learner: Learner) -> None:
    DeviceLearner.objects.update_or_create(device=device, learner=learner, defaults={"signed_in_at": timezone.now()})


def expire_codes() -> int:
    """Forget codes that nobody can use any more, after a day."""
    return PairingCode.objects.filter(expires_at__lt=timezone.now() - timedelta(days=1), device=None).delete()[0]
