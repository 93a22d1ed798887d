"""Marking: from the end of a sitting to released marks, and to what becomes of an appeal."""
