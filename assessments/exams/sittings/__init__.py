"""Sittings: one paper, one room, one time, named candidates. From planning to the last response that came in."""
