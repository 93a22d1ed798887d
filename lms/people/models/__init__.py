"""The people of a prison and what they hold in hand, one module per noun."""

from .devices import Device, DeviceLearner, PairingCode
from .grants import RoleRequest
from .imports import RosterImport, RosterRow, Slip, SlipBatch
from .learners import Learner
from .officers import Officer, RoleGrant
from .prisons import Prison, Ward
from .recovery import RecoveryRequest
from .secrets import LearnerSecret, SecretTries
from .signin import OathToken, OneTimeCode, SecurityKey, SignInTry

__all__ = [
    "Device",
    "DeviceLearner",
    "Learner",
    "LearnerSecret",
    "OathToken",
    "Officer",
    "OneTimeCode",
    "PairingCode",
    "Prison",
    "RecoveryRequest",
    "RoleGrant",
    "RoleRequest",
    "RosterImport",
    "RosterRow",
    "SecretTries",
    "SecurityKey",
    "SignInTry",
    "Slip",
    "SlipBatch",
    "Ward",
]
