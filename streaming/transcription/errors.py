"""What can go wrong with a model that is brought in, or with a request for a transcript."""

from __future__ import annotations

from lms.lib.errors import Conflict, Invalid, NotFoundHere

from .sentences import sentence


class ModelRefused(Invalid):
    """`why`: a code of sentences.py."""

    def __init__(self, why: str, **values: str) -> None:
        self.why = why
        super().__init__(sentence(why, **values), code=why)


class SoundRefused(Invalid):
    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(sentence(why), code=why)


class NotNow(Conflict):
    """The transcript is not in a state for this."""


class NoSuchTranscript(NotFoundHere):
    """Not here, or not for this officer."""


class ModelNeeded(Conflict):
    """An unfinished transcript was begun with this model."""

    code = "model_needed"
