"""For apps above: what a role finds on its start page."""

from lms.people.start import (
    Attention,
    attention_of,
    own_page_of,
    register_attention,
    register_note,
    register_own_page,
    register_tasks,
)

from .panels import buttons_of

__all__ = [
    "Attention",
    "attention_of",
    "buttons_of",
    "own_page_of",
    "register_attention",
    "register_note",
    "register_own_page",
    "register_tasks",
]
