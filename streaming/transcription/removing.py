"""Taking a model away, unless a transcript still needs it."""

from __future__ import annotations

from django.utils.translation import ngettext

from ..models.transcripts import Transcript, TranscriptState
from . import installed
from .errors import ModelNeeded


def remove_model(name: str) -> None:
    """Raises ModelRefused when there is none of this name, ModelNeeded when an unfinished transcript was begun with it."""
    model = next((model for model in installed.list_models() if model.name == name), None)
    if model is not None:
        begun = Transcript.objects.filter(model_fingerprint=model.fingerprint, state=TranscriptState.RUNNING).count()
        if begun:
            raise ModelNeeded(
                ngettext(
                    "%(n)d unfinished transcript still needs this model.",
                    "%(n)d unfinished transcripts still need this model.",
                    begun,
                )
                % {"n": begun}
            )
    installed.remove_model(name)
