"""What others may ask of the transcripts."""

from .converting import add_converted
from .installed import add_model, chosen_model, list_models
from .reading import segments_of, text_of
from .removing import remove_model
from .requests import request_transcript, transcribe_again, transcript_for, transcript_seen_by, transcripts_for
from .settling import transcript_finished
from .shapes import Segment, Word
from .texts import join

__all__ = [
    "Segment",
    "Word",
    "add_converted",
    "add_model",
    "chosen_model",
    "join",
    "list_models",
    "remove_model",
    "request_transcript",
    "segments_of",
    "text_of",
    "transcribe_again",
    "transcript_finished",
    "transcript_for",
    "transcript_seen_by",
    "transcripts_for",
]
