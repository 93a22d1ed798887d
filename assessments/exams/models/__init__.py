"""The models of exams, gathered from their parts."""

from .papers import ItemVersion, Paper, PaperVersion
from .practical import Performance, PerformanceDecision, PracticalAssessment, PracticalSignature, SigningKey
from .sittings import Incident, Response, Seat, Sitting

__all__ = [
    "Incident",
    "ItemVersion",
    "Paper",
    "PaperVersion",
    "Performance",
    "PerformanceDecision",
    "PracticalAssessment",
    "PracticalSignature",
    "Response",
    "Seat",
    "SigningKey",
    "Sitting",
]
