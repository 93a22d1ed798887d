"""The statement log: append-only rows, the followers' cursors, and which attachments have arrived."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .verbs import VOIDED

NO_DEVICE = UUID(int=0)  # in a tally: entered by an officer
CLOCK_TRUST = timedelta(days=366)  # a tablet may be away for months; a clock off by years is not believed


class StatementQuerySet(models.QuerySet["Statement"]):
    def of(self, learner_id: object, *, course: str = "", lesson: str = "") -> StatementQuerySet:
        """This learner, and if named this course or this lesson: each has its index."""
        found = self.filter(learner_id=learner_id)
        if course:
            found = found.filter(course_iri=course)
        return found.filter(lesson_iri=lesson) if lesson else found

    def update(self, **values: Any) -> int:
        raise TypeError("A statement is never changed; a correction is a new statement.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("A statement is never deleted; void it.")


class Statement(models.Model):
    """学习记录: one xAPI statement as it was received. Rows are written by `api.append` only; triggers refuse UPDATE and DELETE.

    Ids of people and places are plain: the log outlives the rows it names, and a foreign key would slow every insert.
    """

    seq = models.BigAutoField(primary_key=True)  # the log's cursor: only grows, in the order of commits
    id = models.UUIDField(unique=True)  # made on the tablet
    prison_id = models.UUIDField()
    learner_id = models.UUIDField()
    device_id = models.UUIDField(null=True)
    device_seq = models.BigIntegerField(null=True)  # the number in the device's journal
    verb = models.CharField(max_length=200)
    object_iri = models.CharField(max_length=500)
    lesson_iri = models.CharField(max_length=200)
    course_iri = models.CharField(max_length=200)
    happened_at = models.DateTimeField(null=True)  # the device's clock: shown, never believed
    stored_at = models.DateTimeField()  # the server's clock; the partition key on PostgreSQL
    payload = models.BinaryField()  # canonical JSON (RFC 8785)
    sha256 = models.CharField(max_length=64)  # of payload

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning record")
        verbose_name_plural = _("learning records")
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["learner_id", "course_iri"], name="statement_of_course"),
            models.Index(fields=["learner_id", "lesson_iri"], name="statement_of_lesson"),
            models.Index(fields=["object_iri"], condition=Q(verb=VOIDED), name="statement_voiding"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb.rsplit('/', 1)[-1]}"

    @property
    def body(self) -> dict[str, Any]:
        return json.loads(bytes(self.payload))

    @property
    def at(self) -> datetime:
        """When it happened as far as the server believes: the device's clock within a year before the arrival, else the arrival."""
        if self.happened_at and self.stored_at - CLOCK_TRUST <= self.happened_at <= self.stored_at:
            return self.happened_at
        return self.stored_at

    @property
    def order(self) -> tuple[datetime, int, str]:
        """A place among a learner's statements that does not depend on the order of arrival."""
        return (self.at, self.device_seq or 0, str(self.id))

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise TypeError("Statements are written by records.api.append.")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A statement is never deleted; void it.")


class Follower(models.Model):
    """How far one follower has read the log. Deleting the row, or `api.restart`, makes it read from the beginning."""

    name = models.CharField(max_length=60, primary_key=True)
    cursor = models.BigIntegerField(default=0)  # seq of the last statement it has dealt with
    moved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.name} @ {self.cursor}"


class Tally(models.Model):
    """How many statements of one learner came from one tablet. Written with the log, by `append` and by verified backups only."""

    learner_id = models.UUIDField()
    device_id = models.UUIDField()  # NO_DEVICE: entered by an officer
    count = models.PositiveBigIntegerField(default=0)
    safe = models.PositiveBigIntegerField(default=0)  # of them in a verified backup
    head = models.PositiveBigIntegerField(default=0)  # of the log when the newest came: none of these has a higher seq

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner_id", "device_id"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.device_id} {self.count}"


class StatementAttachment(models.Model):
    """A statement names these bytes. It is *at the prison* only when they are."""

    statement_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement_id", "sha256"], name="attachment_named_once")]
        indexes = [models.Index(fields=["sha256"], name="attachment_by_hash")]

    def __str__(self) -> str:
        return self.sha256


class ArrivedAttachment(models.Model):
    """Bytes of this hash are durable here. Whoever receives them (resumable upload) says so through the api."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    bytes = models.BigIntegerField()
    arrived_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256
