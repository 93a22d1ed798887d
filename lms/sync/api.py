"""What others may ask of sync."""

from .backup import make_backup, restore_backup, verify_backup
from .texts import help_texts, phrases, set_help_texts, set_phrases

__all__ = ["help_texts", "make_backup", "phrases", "restore_backup", "set_help_texts", "set_phrases", "verify_backup"]
