"""The classroom of a broadcast: questions to the teacher, polls, and who was there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id

from .broadcasts import Broadcast


class LiveQuestion(models.Model):
    """现场提问: goes to the teacher only, who answers by voice, or releases it to everybody."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ANSWERED = "answered", _("Answered by voice")
        RELEASED = "released", _("Shown to all")
        ASIDE = "aside", _("Put aside")

    id = models.UUIDField(primary_key=True, editable=False)  # chosen by the tablet: a repeat changes nothing
    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="questions")
    learner = models.ForeignKey("people.Learner", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answer = models.CharField(max_length=1000, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    settled_by = models.ForeignKey("people.Officer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question in a broadcast")
        verbose_name_plural = _("questions in broadcasts")
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return self.text


class Poll(models.Model):
    """现场投票: one question with two to six answers; one is open at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="polls")
    question = models.CharField(_("question"), max_length=200)
    options = models.JSONField(_("answers"))  # texts; their place is their id
    right = models.PositiveSmallIntegerField(null=True, blank=True)  # of a quick question: the right one
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    shown = models.BooleanField(default=False)  # the tally, to the learners

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["broadcast"], condition=models.Q(closed_at=None), name="one_open_poll_per_broadcast"
            )
        ]

    def __str__(self) -> str:
        return self.question


class PollAnswer(models.Model):
    """A learner's answer; he may change it while the poll is open."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="answers")
    learner = models.ForeignKey("people.Learner", on_delete=models.PROTECT, related_name="+")
    option = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("answer to a poll")
        verbose_name_plural = _("answers to polls")
        constraints = [models.UniqueConstraint(fields=["poll", "learner"], name="one_poll_answer_per_learner")]

    def __str__(self) -> str:
        return f"{self.poll}: {self.option}"


class Attendance(models.Model):
    """出勤: what the players say, and what an officer has corrected (which counts)."""

    class Verdict(models.TextChoices):
        PRESENT = "present", _("Present")
        ABSENT = "absent", _("Absent")
        EXCUSED = "excused", _("Excused")

    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="attendance")
    learner = models.ForeignKey("people.Learner", on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey("people.Device", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    first_seen_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    seconds = models.PositiveIntegerField(default=0)  # that the player ran while the broadcast was live
    picture = models.BooleanField(default=True)  # as the player last said
    sound = models.BooleanField(default=True)
    verdict = models.CharField(_("attendance"), max_length=10, choices=Verdict.choices, blank=True)
    corrected_by = models.ForeignKey(
        "people.Officer", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    corrected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [models.UniqueConstraint(fields=["broadcast", "learner"], name="one_attendance_per_learner")]

    def __str__(self) -> str:
        return f"{self.broadcast}: {self.learner}"

    @property
    def is_present(self) -> bool:
        return self.verdict == self.Verdict.PRESENT or (not self.verdict and self.first_seen_at is not None)
