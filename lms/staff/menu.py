"""For apps above: menu items that only the named roles see."""

from lms.people.menu import RoleMenuItem

__all__ = ["RoleMenuItem"]
