"""Who shall learn what, how far they are, and what they asked: one module per noun."""

from .assignments import Assignment
from .corrections import PaperAttendance, TakingBack
from .enrolments import Enrolment
from .groups import Group, GroupMember
from .letters import Contest, Question, Reply
from .notices import Notice
from .progress import CourseProgress, Outcome, Progress
from .versions import LearnerVersion

__all__ = [
    "Assignment",
    "Contest",
    "CourseProgress",
    "Enrolment",
    "Group",
    "GroupMember",
    "LearnerVersion",
    "Notice",
    "Outcome",
    "PaperAttendance",
    "Progress",
    "Question",
    "Reply",
    "TakingBack",
]
