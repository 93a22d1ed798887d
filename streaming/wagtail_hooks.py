"""One import for each module that has hooks."""

from . import events
from .captions import hooks as captions_hooks  # noqa: F401
from .ingest import hooks as ingest_hooks  # noqa: F401
from .room import hooks as room_hooks  # noqa: F401
from .studio import hooks as studio_hooks  # noqa: F401
from .transcription import hooks as transcription_hooks  # noqa: F401

events.register()
