"""What others may ask of learning: plans, progress, questions, groups, reports."""

from .assigning import assign_course, assignments_for, copy_assignments, extend_assignment, withdraw_assignment
from .errors import AlreadyAnswered, AlreadyWithdrawn, DueInThePast, GroupClosed, NameTaken, NothingWritten, WrongPrison
from .groups import (
    add_member,
    close_group,
    create_group,
    group_for,
    groups_for,
    members_of_group,
    remove_member,
    rename_group,
    set_members,
)
from .learnt import PACE_WEEKS, Learnt, learnt_of_many, pace_of_many
from .letters import AnswerView, answer_contest, answer_question, answers_of, contests_for, questions_for, replies_to
from .marks import Mark, record_outcome, record_outcomes
from .notices import add_notice, notices_of
from .plan import (
    AssignmentView,
    assignments_of,
    assignments_of_many,
    courses_of,
    in_the_middle_of,
    open_courses,
    progress_of,
    progress_of_many,
)
from .projection import project_progress, rebuild_progress
from .sentences import marks_of
from .versions import bump, state_versions

__all__ = [
    "PACE_WEEKS",
    "AlreadyAnswered",
    "AlreadyWithdrawn",
    "AnswerView",
    "AssignmentView",
    "DueInThePast",
    "GroupClosed",
    "Learnt",
    "Mark",
    "NameTaken",
    "NothingWritten",
    "WrongPrison",
    "add_member",
    "add_notice",
    "answer_contest",
    "answer_question",
    "answers_of",
    "assign_course",
    "assignments_for",
    "assignments_of",
    "assignments_of_many",
    "bump",
    "close_group",
    "contests_for",
    "copy_assignments",
    "courses_of",
    "create_group",
    "extend_assignment",
    "group_for",
    "groups_for",
    "in_the_middle_of",
    "learnt_of_many",
    "marks_of",
    "members_of_group",
    "notices_of",
    "open_courses",
    "pace_of_many",
    "progress_of",
    "progress_of_many",
    "project_progress",
    "questions_for",
    "rebuild_progress",
    "record_outcome",
    "record_outcomes",
    "remove_member",
    "rename_group",
    "replies_to",
    "set_members",
    "state_versions",
    "withdraw_assignment",
]
