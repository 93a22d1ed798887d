"""The people of a prison and what they hold in hand, one module per noun."""

from .devices import Device, PairingCode
from .learners import Learner
from .officers import Officer, RoleGrant
from .prisons import Prison, Ward

__all__ = ["Device", "Learner", "Officer", "PairingCode", "Prison", "RoleGrant", "Ward"]
