"""Staff screens of people: one line per topic, each registers its own hooks."""

from .events import own as events_own
from .officers import hooks as officers_hooks  # noqa: F401
from .screens import hooks as screens_hooks  # noqa: F401

events_own.register()
