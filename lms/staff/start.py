"""For apps above: what a role finds on its start page."""

from lms.people.start import Attention, register_attention, register_note, register_tasks

__all__ = ["Attention", "register_attention", "register_note", "register_tasks"]
