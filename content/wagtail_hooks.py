"""What the CMS adds to Wagtail's admin. One line per topic; each module registers its own hooks."""

from content import events
from content.imports import hooks as imports_hooks  # noqa: F401
from content.media import hooks as media_hooks  # noqa: F401
from content.screens import hooks as screens_hooks  # noqa: F401
from content.screens import page_hooks  # noqa: F401
from content.search import hooks as search_hooks  # noqa: F401

events.register()
