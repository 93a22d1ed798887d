"""The models of exams, gathered from their parts."""

from .papers import ItemVersion, Paper, PaperVersion
from .sittings import Incident, Response, Seat, Sitting

__all__ = ["Incident", "ItemVersion", "Paper", "PaperVersion", "Response", "Seat", "Sitting"]
