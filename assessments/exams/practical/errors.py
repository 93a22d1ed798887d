"""What can go wrong with records of practical exams, in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.lib.errors import Conflict, Invalid, NotAllowed


class BadRecord(Invalid):
    code = "bad_record"
    sentence = _(
        "This record cannot be read. It stays on the tablet; show it to the person who looks after the server."
    )


class UnknownTask(Invalid):
    code = "unknown_task"
    sentence = _("This candidate has no such task in this sitting.")


class LevelsMissing(Invalid):
    code = "levels_missing"
    sentence = _("A level must be chosen for each point of the rubric, and for nothing else.")


class BadSignature(NotAllowed):
    code = "bad_signature"
    sentence = _("The signature does not fit what it stands below. Nothing of it was kept.")


class KeyUnknown(NotAllowed):
    code = "key_unknown"
    sentence = _("This server does not know the signing key, or it was taken out of use. Take the sitting along again.")


class OwnWard(NotAllowed):
    code = "own_ward"
    sentence = _("Officers of the candidate's ward neither assess nor decide.")


class NoEvaluator(NotAllowed):
    code = "no_evaluator"
    sentence = _("Only evaluators of the prison sign for a practical exam.")


class Taken(Conflict):
    code = "id_taken"
    sentence = _("Another record has come under the same number before. That one stands; this one was not kept.")


class Unread(Conflict):
    """A signature came before what it stands below: the tablet tries again."""

    code = "assessment_unknown"
    sentence = _("What was signed here has not arrived yet. The tablet will try again.")


class NotSigned(Conflict):
    code = "practical_not_signed"
    sentence = _("Only an assessment with two signatures can count.")


class OwnAssessment(NotAllowed):
    code = "own_assessment"
    sentence = _("You have signed one of these assessments. Somebody else decides between them.")


class MarkingClosed(Conflict):
    code = "practical_marking_closed"
    sentence = _("The marking of this sitting is closed. Open it again first.")
