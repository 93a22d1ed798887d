"""What the database holds of broadcasts and what becomes of them."""

from .broadcasts import Broadcast, Epoch, EpochKind, Guest, Source
from .transcripts import Transcript, TranscriptBlock, TranscriptState

__all__ = ["Broadcast", "Epoch", "EpochKind", "Guest", "Source", "Transcript", "TranscriptBlock", "TranscriptState"]
