"""The public verbs and reads of people: learners and what they sign in with, tablets, recovery."""

from __future__ import annotations

from .devices import (
    check_jwk,
    device_by_id,
    device_by_token,
    issue_device_token,
    learners_of_device,
    note_prepared,
    note_sign_in,
    readmit_device,
    record_contact,
    redeem_pairing_code,
    users_of_device,
)
from .errors import AlreadyRetired, BadPairingCode, TooManyTries, WeakSecret
from .learners import (
    create_learner,
    learner_for,
    learners_for,
    list_learners,
    move_learner,
    restore_learner,
    retire_learner,
    search_learners,
    update_learner,
    wards_for,
)
from .recovery import approve_recovery, recoveries_for, recovery_for, recovery_state, refuse_recovery, request_recovery
from .secrets import PICTURES, pbkdf2_key, pictures_string, secret_profile, verify_secret
from .signins import set_pictures, set_pin
from .tablets import assign_device, create_pairing_code, device_for, devices_for, rename_device, revoke_device

__all__ = [
    "PICTURES",
    "AlreadyRetired",
    "BadPairingCode",
    "TooManyTries",
    "WeakSecret",
    "approve_recovery",
    "assign_device",
    "check_jwk",
    "create_learner",
    "create_pairing_code",
    "device_by_id",
    "device_by_token",
    "device_for",
    "devices_for",
    "issue_device_token",
    "learner_for",
    "learners_for",
    "learners_of_device",
    "list_learners",
    "move_learner",
    "note_prepared",
    "note_sign_in",
    "pbkdf2_key",
    "pictures_string",
    "readmit_device",
    "record_contact",
    "recoveries_for",
    "recovery_for",
    "recovery_state",
    "redeem_pairing_code",
    "refuse_recovery",
    "rename_device",
    "request_recovery",
    "restore_learner",
    "retire_learner",
    "revoke_device",
    "search_learners",
    "secret_profile",
    "set_pictures",
    "set_pin",
    "update_learner",
    "users_of_device",
    "verify_secret",
    "wards_for",
]
