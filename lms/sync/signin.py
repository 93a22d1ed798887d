"""Learners on a tablet: the first sign-in, vaults for a whole group, and the way back after a forgotten secret."""

from __future__ import annotations

import os
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils import timezone

from lms.lib.errors import Invalid
from lms.packages.keys import seal_to, server_keys
from lms.people import api as people
from lms.people.models import Device, Learner

from . import protocol
from .dpop import b64, unb64
from .errors import WrongSecret

VAULT_INFO = b"newleaf vault v1"


def profile(learner: Learner) -> protocol.LearnerProfile:
    """What a tablet needs to know of a learner; a version of 0 says that no secret has been set."""
    kind, salt, iterations, version = people.secret_profile(learner) or ("pin", b"", 0, 0)
    return protocol.LearnerProfile(
        learner=str(learner.pk),
        number=learner.number,
        name=learner.name,
        language=learner.language,
        literacy_help=learner.literacy_help,
        secret_kind="pictures" if kind == "pictures" else "pin",
        secret_salt=b64(salt),
        secret_iterations=iterations,
        secret_version=version,
    )


def sign_in(device: Device, asked: protocol.SignInRequest) -> protocol.SignInReply:
    """Raises WrongSecret (the same for an unknown number), people.TooManyTries."""
    learner = Learner.objects.filter(
        prison=device.prison_id, number=asked.number.strip(), state=Learner.State.ACTIVE
    ).first()
    if learner is None or not may_use(device, learner):
        raise WrongSecret
    if not people.verify_secret(learner, secret_string(asked.secret), device=device):
        raise WrongSecret
    people.note_sign_in(device, learner)
    return protocol.SignInReply(profile=profile(learner), server_time=timezone.now())


def may_use(device: Device, learner: Learner) -> bool:
    """A personal tablet is for its own learner only; a shared one for everybody in the prison."""
    return device.kind == Device.Kind.SHARED or device.learner_id in (None, learner.pk)


def secret_string(secret: protocol.PinSecret | protocol.PictureSecret) -> str:
    return secret.pin if isinstance(secret, protocol.PinSecret) else "pictures:" + ",".join(secret.pictures)


def prepare(device: Device, asked: protocol.PrepareRequest) -> protocol.PrepareReply:
    """A vault for each member of the tablet's group that has a secret; others are left out, they are asked for again later."""
    wanted = {_uuid(member.learner): member for member in asked.members[:500]}
    vaults = []
    for learner in people.learners_of_device(device).filter(pk__in=wanted):
        if people.secret_profile(learner) is not None:
            vaults.append(_vault(learner, _share(wanted[learner.pk])))
    people.note_prepared(device, [UUID(vault.profile.learner) for vault in vaults])
    return protocol.PrepareReply(vaults=vaults)


def _share(member: protocol.PrepareMember) -> bytes:
    try:
        share = unb64(member.device_share)
    except ValueError as error:
        raise Invalid(code="bad_share") from error
    if len(share) != 32:
        raise Invalid(code="bad_share")
    return share


def _vault(learner: Learner, share: bytes) -> protocol.PreparedVault:
    learner_key, iv = os.urandom(32), os.urandom(12)
    wrapping = HKDF(SHA256(), 32, salt=None, info=VAULT_INFO).derive(people.pbkdf2_key(learner) + share)
    return protocol.PreparedVault(
        profile=profile(learner),
        wrapped_key=b64(iv + AESGCM(wrapping).encrypt(iv, learner_key, None)),
        recovery=seal_to(server_keys().recovery, learner_key, subject=str(learner.pk)),
    )


def recover(device: Device, asked: protocol.RecoverRequest) -> protocol.RecoverReply:
    """Ask for a learner's old key, and fetch it once two officers have agreed."""
    learner = people.learners_of_device(device).filter(pk=_uuid(asked.learner)).first()
    if learner is None:
        raise Invalid(code="unknown_learner")
    request = people.request_recovery(device, learner, asked.recovery, asked.reply_to.model_dump())
    state, sealed_key = people.recovery_state(request)
    return protocol.RecoverReply(state=state, sealed_key=sealed_key)  # type: ignore[arg-type]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid(code="bad_id") from error
