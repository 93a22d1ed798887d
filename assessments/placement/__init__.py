"""Placement: a short adaptive test that proposes a starting level, which a teacher confirms."""
