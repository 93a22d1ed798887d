"""The models of exams, gathered from their parts."""

from .appeals import AccommodationRequest, Appeal, AppealedScore
from .marking import ItemRuling, ItemScore, Mark, Moderation, Outcome, OutcomeChange
from .papers import ItemVersion, Paper, PaperVersion
from .practical import Performance, PerformanceDecision, PracticalAssessment, PracticalSignature, SigningKey
from .sheets import AnswerScan, ScannedPage, SheetAnswer, SheetPrint
from .sittings import Incident, Response, Seat, Sitting

__all__ = [
    "AccommodationRequest",
    "AnswerScan",
    "Appeal",
    "AppealedScore",
    "Incident",
    "ItemRuling",
    "ItemScore",
    "ItemVersion",
    "Mark",
    "Moderation",
    "Outcome",
    "OutcomeChange",
    "Paper",
    "PaperVersion",
    "Performance",
    "PerformanceDecision",
    "PracticalAssessment",
    "PracticalSignature",
    "Response",
    "ScannedPage",
    "Seat",
    "SheetAnswer",
    "SheetPrint",
    "SigningKey",
    "Sitting",
]
