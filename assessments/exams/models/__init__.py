"""The models of exams, gathered from their parts."""

from .papers import ItemVersion, Paper, PaperVersion

__all__ = ["ItemVersion", "Paper", "PaperVersion"]
