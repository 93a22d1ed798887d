"""What the database holds of broadcasts and what becomes of them."""

from .broadcasts import Broadcast, Epoch, EpochKind, Guest, Source

__all__ = ["Broadcast", "Epoch", "EpochKind", "Guest", "Source"]
