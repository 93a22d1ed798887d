"""Blobs, packages, which of them are live, and what each prison should hold."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class Blob(models.Model):
    """Bytes in the store, named by their SHA-256. The row is written after the bytes are durable, never before."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100, default="application/octet-stream")
    touched_at = models.DateTimeField(db_index=True)  # last stored or asked for: the grace period counts from here

    class Meta:
        verbose_name = _("stored file")

    def __str__(self) -> str:
        return self.sha256


class BlobUse(models.Model):
    """Why a blob is kept: `package:<sha256>`, `course:<edition id>`, `attachment:<upload id>`. Without a use it is collected."""

    id = models.BigAutoField(primary_key=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="uses")
    holder = models.CharField(max_length=120, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blob", "holder"], name="blob_use_once")]

    def __str__(self) -> str:
        return f"{self.blob_id} {self.holder}"


class Package(models.Model):
    """课件包: one built lesson, immutable. Its id is the SHA-256 of the canonical manifest; a row exists only when every blob is stored."""

    id = models.CharField(max_length=64, primary_key=True)
    lesson = models.CharField(max_length=60, db_index=True)  # activity IRI
    course = models.CharField(max_length=60, db_index=True)
    bytes = models.PositiveBigIntegerField()  # manifest and all entries
    manifest = models.TextField()  # canonical JSON, the same bytes as the blob
    built_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")

    def __str__(self) -> str:
        return self.id


class LiveLesson(models.Model):
    """Which package of a lesson is live, and the one before it: for one undo."""

    lesson = models.CharField(max_length=60, primary_key=True)  # activity IRI
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="+")
    previous = models.ForeignKey(Package, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.lesson


class CourseEdition(models.Model):
    """A course as it stands for one audience: a prison, or all of them (no prison)."""

    class State(models.TextChoices):
        LIVE = "live", _("Live")
        WITHDRAWN = "withdrawn", _("Taken back")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    iri = models.CharField(max_length=60, db_index=True)
    prison = models.ForeignKey("people.Prison", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.LIVE)
    manifest_sha256 = models.CharField(max_length=64)
    manifest = models.TextField()  # canonical JSON of the CourseManifest
    bytes = models.PositiveBigIntegerField()  # of everything in it
    priority = models.PositiveIntegerField(default=100)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("course edition")
        constraints = [
            models.UniqueConstraint(fields=["iri", "prison"], name="course_edition_once_per_prison"),
            models.UniqueConstraint(
                fields=["iri"], condition=models.Q(prison=None), name="course_edition_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return self.iri


class PrisonCatalogue(models.Model):
    """目录: the signed catalogue of one prison. The serial only grows, also over a restore (see catalogues.py)."""

    prison = models.OneToOneField("people.Prison", on_delete=models.CASCADE, primary_key=True, related_name="+")
    serial = models.PositiveBigIntegerField()
    content_sha256 = models.CharField(max_length=64)  # of the list of courses: equal lists do not make a new serial
    jws = models.TextField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.prison_id} {self.serial}"


class Epoch(models.Model):
    """One life of this server's database. A restored server that finds it lost receipts starts a new one."""

    number = models.PositiveIntegerField(primary_key=True)
    id = models.UUIDField(default=new_id, unique=True, editable=False)
    reason = models.CharField(max_length=200)
    started_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.id}"
