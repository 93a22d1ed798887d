"""What others may ask of the search."""

from .finding import Found, Hit, search
from .indexing import forget_captions, index_captions, keep_in_step, rebuild, sweep
from .permissions import RECORDING_ROLES, recording_scope

__all__ = [
    "RECORDING_ROLES",
    "Found",
    "Hit",
    "forget_captions",
    "index_captions",
    "keep_in_step",
    "rebuild",
    "recording_scope",
    "search",
    "sweep",
]
