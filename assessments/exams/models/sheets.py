"""Exams on paper: what was printed, what was scanned, and what the sheets say."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id
from lms.lib.leases import Leased


class SheetPrint(Leased):
    """试卷打印: question booklets or answer sheets of a sealed sitting as one PDF, made by a job and kept for some days."""

    class Kind(models.TextChoices):
        BOOKLETS = "booklets", _("Question booklets")
        SHEETS = "sheets", _("Answer sheets")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sitting = models.ForeignKey("assessments.Sitting", on_delete=models.CASCADE, related_name="prints")
    seat = models.ForeignKey("assessments.Seat", on_delete=models.CASCADE, null=True, related_name="+")  # none: all
    kind = models.CharField(max_length=10, choices=Kind.choices)
    package = models.CharField(max_length=64)  # the sealed package that it belongs to; another seal draws other forms
    pdf = models.CharField(max_length=64, blank=True)  # SHA-256 of the blob, sealed by lms.lib.sealing
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.sitting_id}"


class AnswerScan(Leased):
    """答题卡扫描: one uploaded file with pictures of answer sheets, read page by page by a job."""

    class Phase(models.TextChoices):
        READING = "reading", _("Reading the file")
        READ = "read", _("Read")
        REFUSED = "refused", _("Not possible")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sitting = models.ForeignKey("assessments.Sitting", on_delete=models.CASCADE, related_name="scans")
    filename = models.CharField(max_length=255)
    file = models.CharField(max_length=64)  # SHA-256 of the blob, sealed
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.READING)
    pages_read = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.filename


class ScannedPage(models.Model):
    """One page of a scan. `reason`: a code of paper.doubts.UNREAD, or empty when it was read."""

    scan = models.ForeignKey(AnswerScan, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    seat = models.ForeignKey("assessments.Seat", on_delete=models.CASCADE, null=True, related_name="scanned_pages")
    sheet = models.PositiveSmallIntegerField(null=True)  # which page of the seat's sheets
    reason = models.CharField(max_length=20, blank=True)
    lines = models.JSONField(default=list)  # [{"item", "line", "marks": [[value, state, reason]]}]
    written = models.JSONField(default=list)  # [[item, key]] of the places for handwriting
    image = models.CharField(max_length=64)  # JPEG, SHA-256 of the blob, sealed

    class Meta:
        ordering = ["scan", "number"]
        constraints = [models.UniqueConstraint(fields=["scan", "number"], name="one_page_a_number")]

    def __str__(self) -> str:
        return f"{self.scan_id} {self.number}"


class SheetAnswer(models.Model):
    """What a seat's sheets say to one question. Without a response a person must look."""

    class Keep(models.TextChoices):
        UNDECIDED = "", _("Not decided")
        PAPER = "paper", _("The answer sheet")
        TABLET = "tablet", _("The tablet")

    seat = models.ForeignKey("assessments.Seat", on_delete=models.CASCADE, related_name="sheet_answers")
    item = models.ForeignKey("assessments.ItemVersion", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    response = models.TextField(null=True)  # as Response's; empty: nothing is filled
    proposal = models.TextField(null=True)
    doubts = models.JSONField(default=list)  # [{"reason", "line", "value", "page": key of ScannedPage or none}]
    keep = models.CharField(max_length=6, choices=Keep.choices, blank=True, default=Keep.UNDECIDED)
    decided_by = models.CharField(max_length=300, blank=True)  # as the audit log names the officer
    decided_at = models.DateTimeField(null=True, blank=True)
    typed_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    chosen_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)  # since then it stands among the responses

    class Meta:
        ordering = ["seat__number", "number"]
        constraints = [models.UniqueConstraint(fields=["seat", "item"], name="one_sheet_answer")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.number}"
