"""The verbs and reads of schemes and of the bodies that award by them."""

from __future__ import annotations

from .awarding import create_body, retire_body, revise_body
from .dry_run import Trial, compare, try_out
from .editing import (
    create_scheme,
    digest_of,
    discard_draft,
    go_live,
    retire_scheme,
    revise_scheme,
    rules_of,
    save_rules,
)
from .moving_over import effect_of_moving, move_over

__all__ = [
    "Trial",
    "compare",
    "create_body",
    "create_scheme",
    "digest_of",
    "discard_draft",
    "effect_of_moving",
    "go_live",
    "move_over",
    "retire_body",
    "retire_scheme",
    "revise_body",
    "revise_scheme",
    "rules_of",
    "save_rules",
    "try_out",
]
