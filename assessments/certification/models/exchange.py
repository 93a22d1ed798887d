"""What goes out to awarding bodies and comes back: their columns, lists of candidates, files with results."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from lms.lib.ids import new_id


class ColumnMapping(models.Model):
    """列对应: which column of a body's spreadsheet is which of our fields. A new one replaces the old, which is kept.

    A draft until it is saved.
    """

    class Kind(models.TextChoices):
        CANDIDATES = "candidates", pgettext_lazy("column mapping", "Registration list")
        RESULTS = "results", pgettext_lazy("column mapping", "Results")

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excel (.xlsx)"
        UTF8 = "csv-utf-8", "CSV, UTF-8"
        GB18030 = "csv-gb18030", "CSV, GB18030"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey("assessments.AwardingBody", on_delete=models.CASCADE, related_name="mappings")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.PositiveIntegerField(default=0)  # of those that were saved
    format = models.CharField(max_length=12, choices=Format.choices, default=Format.XLSX)
    sheet = models.CharField(max_length=31, blank=True)  # of a workbook; empty: the first
    header_row = models.PositiveSmallIntegerField()  # from 1
    headers = models.JSONField(default=list)  # texts of that row, in the body's order
    columns = models.JSONField(default=dict)  # our field → text of its header
    constants = models.JSONField(default=dict)  # header → what always stands there
    date_format = models.CharField(max_length=20, default="%Y-%m-%d")
    template = models.BinaryField(null=True)  # the body's workbook without its rows: lists are written into it
    sample = models.CharField(max_length=255, blank=True)  # name of the file that was shown
    saved_by = models.CharField(max_length=300)  # as the audit log names the officer; of a draft: who began it
    saved_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["body", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "kind", "number"], condition=Q(saved_at__isnull=False), name="one_mapping_each"
            ),
            models.UniqueConstraint(
                fields=["body", "kind"],
                condition=Q(saved_at__isnull=False, replaced_at=None),
                name="one_mapping_in_use",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.kind} v{self.number}"


class RegistrationList(models.Model):
    """报名表: candidates as they were handed to a body. The file is kept, so that it can be said what was sent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey("assessments.AwardingBody", on_delete=models.PROTECT, related_name="lists")
    mapping = models.ForeignKey(ColumnMapping, on_delete=models.PROTECT, related_name="+")
    prison = models.ForeignKey("people.Prison", on_delete=models.PROTECT, null=True, related_name="+")  # none: several
    number = models.PositiveIntegerField()
    filename = models.CharField(max_length=120)
    content = models.BinaryField()
    count = models.PositiveIntegerField()
    made_by = models.CharField(max_length=300)  # as the audit log names the officer
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [models.UniqueConstraint(fields=["body", "number"], name="one_registration_list_each")]

    def __str__(self) -> str:
        return self.filename


class ListedCandidacy(models.Model):
    """One line of a registration list, with the prison where the candidacy was carried on then."""

    list = models.ForeignKey(RegistrationList, on_delete=models.CASCADE, related_name="lines")
    candidacy = models.ForeignKey("assessments.Candidacy", on_delete=models.PROTECT, related_name="listings")
    prison = models.ForeignKey("people.Prison", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ["list", "place"]
        constraints = [models.UniqueConstraint(fields=["list", "candidacy"], name="listed_once")]

    def __str__(self) -> str:
        return f"{self.list_id} {self.place}"


class ResultFile(models.Model):
    """成绩文件: what a body sent back. First a report; then taken as a whole, or discarded."""

    class Phase(models.TextChoices):
        REPORT = "report", pgettext_lazy("results file", "To look at")
        APPLIED = "applied", pgettext_lazy("results file", "Taken")
        DISCARDED = "discarded", pgettext_lazy("results file", "Discarded")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.ForeignKey("assessments.AwardingBody", on_delete=models.PROTECT, related_name="result_files")
    mapping = models.ForeignKey(ColumnMapping, on_delete=models.PROTECT, related_name="+")
    prison = models.ForeignKey("people.Prison", on_delete=models.PROTECT, null=True, related_name="+")  # none: all
    filename = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.REPORT, db_index=True)
    read_by = models.CharField(max_length=300)  # as the audit log names the officer
    read_at = models.DateTimeField()
    closed_by = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)  # taken or discarded

    class Meta:
        ordering = ["-read_at"]

    def __str__(self) -> str:
        return self.filename


class ResultRow(models.Model):
    """One line of such a file. `cells`: our fields as they were written; `findings`: [{"code", …}], worded by bodies.findings."""

    class Verdict(models.TextChoices):
        MATCHED = "matched", pgettext_lazy("results row", "Fits")
        DOUBTFUL = "doubtful", pgettext_lazy("results row", "Doubtful")
        UNKNOWN = "unknown", pgettext_lazy("results row", "Unknown")
        CONTRADICTS = "contradicts", pgettext_lazy("results row", "Contradicts")
        UNCHANGED = "unchanged", pgettext_lazy("results row", "Known already")
        UNREADABLE = "unreadable", pgettext_lazy("results row", "Unreadable")

    class Decision(models.TextChoices):
        OPEN = "", pgettext_lazy("results row", "Not decided")
        TAKE = "take", pgettext_lazy("results row", "Is this candidate")
        LEAVE = "leave", pgettext_lazy("results row", "Left out")

    file = models.ForeignKey(ResultFile, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()  # in the file, from 1
    cells = models.JSONField(default=dict)
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    findings = models.JSONField(default=list)
    candidacy = models.ForeignKey("assessments.Candidacy", on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=5, choices=Decision.choices, blank=True, default=Decision.OPEN)
    decided_by = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    applied = models.BooleanField(default=False)

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["file", "line"], name="one_results_row_a_line")]
        indexes = [models.Index(fields=["file", "verdict", "line"], name="results_by_verdict")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.line}"


class RowCandidate(models.Model):
    """A candidacy that a doubtful line may mean, and what speaks for and against it."""

    row = models.ForeignKey(ResultRow, on_delete=models.CASCADE, related_name="candidates")
    candidacy = models.ForeignKey("assessments.Candidacy", on_delete=models.CASCADE, related_name="+")
    findings = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row", "candidacy"], name="row_candidate_once")]

    def __str__(self) -> str:
        return f"{self.row_id} {self.candidacy_id}"
