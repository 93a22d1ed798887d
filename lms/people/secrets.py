"""Learners' sign-in secrets: how a PIN or three pictures become a key, how that key is kept, how a try is checked."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets as random
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

from .errors import TooManyTries, WeakSecret
from .models import Device, Learner, LearnerSecret, SecretTries

ITERATIONS = 210_000  # OWASP's figure for PBKDF2-HMAC-SHA-512, taken for SHA-256 on slow tablets; the rate limit carries the rest
PIN_DIGITS = 6
PICTURES = ("sun", "tree", "boat", "house", "fish", "bird", "flower", "moon", "star", "cup", "book", "apple")
PICTURES_IN_SECRET = 3
LONGEST_WAIT_SECONDS = 60
_INFO = b"newleaf learner secret v1"


# ── The secret as one string ─────────────────────────────────────────────────────────────────────


def new_pin() -> str:
    while True:
        pin = f"{random.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"
        if not is_trivial(pin):
            return pin


def new_pictures() -> list[str]:
    return random.SystemRandom().sample(PICTURES, PICTURES_IN_SECRET)


def is_trivial(pin: str) -> bool:
    """Runs (123456, 987654), few different digits (000000, 121212), a half repeated (258258) or mirrored (258852)."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return len(set(pin)) < 3 or len(steps) == 1 or pin[:3] == pin[3:] or pin[:3] == pin[:2:-1]


def check_pin(pin: str) -> str:
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
        raise WeakSecret(_("A PIN has six digits."))
    if is_trivial(pin):
        raise WeakSecret()
    return pin


def pictures_string(pictures: Sequence[str]) -> str:
    """Three different pictures of the twelve, in order, as the string that the key is made from."""
    if (
        len(pictures) != PICTURES_IN_SECRET
        or len(set(pictures)) != PICTURES_IN_SECRET
        or not set(pictures) <= set(PICTURES)
    ):
        raise WeakSecret(_("Choose three different pictures."))
    return "pictures:" + ",".join(pictures)


# ── Keeping ──────────────────────────────────────────────────────────────────────────────────────


def derive_key(secret: str, salt: bytes | memoryview, iterations: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", secret.encode(), bytes(salt), iterations, 32)


def _wrapping_key(secret_key: str | bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=_INFO).derive(force_bytes(secret_key)))


def seal(data: bytes, context: str) -> bytes:
    """nonce (12) || ciphertext and tag; `context` must be the same to open."""
    nonce = os.urandom(12)
    return nonce + _wrapping_key(settings.SECRET_KEY).encrypt(nonce, data, context.encode())


def unseal(sealed: bytes | memoryview, context: str) -> bytes:
    """Opens with the server's secret, or with one of those it had before (SECRET_KEY_FALLBACKS)."""
    sealed = bytes(sealed)
    for secret_key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _wrapping_key(secret_key).decrypt(sealed[:12], sealed[12:], context.encode())
        except InvalidTag:
            continue
    raise InvalidTag


def store_secret(learner: Learner, kind: str, secret: str, *, by: object) -> LearnerSecret:
    """Write the secret's key; the version grows with every reset. No checks: the verbs of api.py have made them."""
    salt = os.urandom(16)
    key = derive_key(secret, salt, ITERATIONS)
    fields = {
        "kind": kind,
        "salt": salt,
        "iterations": ITERATIONS,
        "sealed_key": seal(key, str(learner.pk)),
        "set_by": by,
        "set_at": timezone.now(),
    }
    with transaction.atomic():
        stored = LearnerSecret.objects.select_for_update().filter(learner=learner).first()
        if stored is None:
            stored = LearnerSecret(learner=learner, **fields)
        else:
            for name, value in fields.items():
                setattr(stored, name, value)
            stored.version += 1
        stored.save()
        Learner.objects.filter(pk=learner.pk).update(changed_at=fields["set_at"])
        SecretTries.objects.filter(learner=learner).delete()
    return stored


def secret_profile(learner: Learner) -> tuple[str, bytes, int, int] | None:
    """(kind, salt, iterations, version) of the learner's secret; None when an officer has not set one yet."""
    stored = LearnerSecret.objects.filter(learner=learner).first()
    return (stored.kind, bytes(stored.salt), stored.iterations, stored.version) if stored else None


def pbkdf2_key(learner: Learner) -> bytes:
    """The key made from the secret (32 bytes). Raises LearnerSecret.DoesNotExist when there is none."""
    return unseal(LearnerSecret.objects.get(learner=learner).sealed_key, str(learner.pk))


# ── Checking a try ───────────────────────────────────────────────────────────────────────────────


def verify_secret(learner: Learner, secret_string: str, *, device: Device) -> bool:
    """Whether the secret is right. Wrong tries make this learner wait on this tablet: 1, 2, 4 … 60 seconds; nobody else.

    Call it outside a transaction: the try must be counted even when the request fails. Raises TooManyTries.
    """
    tries = _count_try(learner, device)
    stored = LearnerSecret.objects.filter(learner=learner).first()
    if stored is None or len(secret_string) > 200:
        return False
    key = derive_key(secret_string, stored.salt, stored.iterations)
    if not hmac.compare_digest(key, unseal(stored.sealed_key, str(learner.pk))):
        return False
    SecretTries.objects.filter(pk=tries.pk).update(failures=0, retry_at=None)
    return True


def _count_try(learner: Learner, device: Device) -> SecretTries:
    """Count the try as a failure before it is checked, so that a hundred tries at once are one try and 99 refusals."""
    now = timezone.now()
    with transaction.atomic():
        tries, _made = SecretTries.objects.get_or_create(learner=learner, device=device)
        tries = SecretTries.objects.select_for_update().get(pk=tries.pk)
        if tries.retry_at and tries.retry_at > now:
            wait = int((tries.retry_at - now).total_seconds()) + 1
            raise TooManyTries(min(wait, LONGEST_WAIT_SECONDS))
        wait = min(2 ** min(tries.failures, 10), LONGEST_WAIT_SECONDS)
        SecretTries.objects.filter(pk=tries.pk).update(
            failures=F("failures") + 1, retry_at=now + timedelta(seconds=wait)
        )
    return tries
