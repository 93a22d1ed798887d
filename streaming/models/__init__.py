"""What the database holds of broadcasts and what becomes of them."""

from .broadcasts import Broadcast, Epoch, EpochKind, Guest, Source
from .captions import CaptionTrack, CaptionVersion
from .drafts import LessonDraft
from .recordings import EditList, Recording, RecordingStage
from .room import Attendance, LiveQuestion, Poll, PollAnswer
from .transcripts import Transcript, TranscriptBlock, TranscriptState

__all__ = [
    "Attendance",
    "Broadcast",
    "CaptionTrack",
    "CaptionVersion",
    "EditList",
    "Epoch",
    "EpochKind",
    "Guest",
    "LessonDraft",
    "LiveQuestion",
    "Poll",
    "PollAnswer",
    "Recording",
    "RecordingStage",
    "Source",
    "Transcript",
    "TranscriptBlock",
    "TranscriptState",
]
