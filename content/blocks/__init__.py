"""The blocks of a lesson, as the CMS edits them. Each type name equals the one of lms/packages/shapes.py (table becomes text)."""

from .streams import LessonStream

__all__ = ["LessonStream"]
