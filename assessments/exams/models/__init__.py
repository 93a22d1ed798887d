"""The models of exams, gathered from their parts."""

from .papers import ItemVersion, Paper, PaperVersion
from .sheets import AnswerScan, ScannedPage, SheetAnswer, SheetPrint
from .sittings import Incident, Response, Seat, Sitting

__all__ = [
    "AnswerScan",
    "Incident",
    "ItemVersion",
    "Paper",
    "PaperVersion",
    "Response",
    "ScannedPage",
    "Seat",
    "SheetAnswer",
    "SheetPrint",
    "Sitting",
]
