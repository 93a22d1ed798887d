"""What the server remembers of journals: deliveries, receipts, quarantine, uploads, backups, texts for the tablet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id


class Journal(models.Model):
    """日志: what of one tablet's journal is durable here. One row a tablet; its lock puts that tablet's batches in line."""

    device_id = models.UUIDField(primary_key=True)
    ranges = models.JSONField(default=list)  # [[first, last], …] sorted, apart: sequence numbers that are stored
    safe_through = models.PositiveBigIntegerField(default=0)  # without a gap, in a verified backup
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.device_id} {self.ranges}"


class Delivery(models.Model):
    """批次: a batch that was taken, with the two ends of its chain, so that the next one can be held against it."""

    id = models.BigAutoField(primary_key=True)
    device_id = models.UUIDField()
    first_seq = models.PositiveBigIntegerField()
    last_seq = models.PositiveBigIntegerField()
    prev_hash = models.CharField(max_length=64)  # of the link before first_seq
    head = models.CharField(max_length=64)  # of the link last_seq
    broken = models.BooleanField(default=False)  # did not fit its neighbour: went to quarantine whole
    arrived_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device_id", "first_seq", "last_seq", "head"], name="delivery_once"),
        ]
        indexes = [models.Index(fields=["device_id", "last_seq"], name="delivery_end")]

    def __str__(self) -> str:
        return f"{self.device_id} {self.first_seq}–{self.last_seq}"


class IssuedReceipt(models.Model):
    """回执: a receipt that was given. A valid one that is not here shows that this database was restored from a backup."""

    number = models.BigAutoField(primary_key=True)
    device_id = models.UUIDField()
    prison_id = models.UUIDField()
    epoch = models.UUIDField()
    jws = models.TextField()
    jws_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    accepted = models.CharField(max_length=200)  # "1–500" for people; exactly in the JWS
    quarantined = models.PositiveIntegerField(default=0)
    audit_seq = models.PositiveBigIntegerField()
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-number"]
        indexes = [models.Index(fields=["device_id", "-number"], name="receipt_of_device")]

    def __str__(self) -> str:
        return str(self.number)


class QuarantinedStatement(models.Model):
    """隔离的学习记录: kept, but not counted until an officer has looked. The bytes are never changed."""

    class Reason(models.TextChoices):
        UNREADABLE = "unreadable", _("Cannot be opened")
        NOT_A_STATEMENT = "not_a_statement", _("Is not a learning record")
        OTHER_CONTENT = "other_content", _("Same number, other content")
        UNKNOWN_LEARNER = "unknown_learner", _("Learner does not belong to this tablet")
        REVOKED = "revoked", _("From a tablet taken out of use")
        CHAIN_BROKEN = "chain_broken", _("Does not fit what came before")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a decision")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Not accepted")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prison = models.ForeignKey("people.Prison", on_delete=models.PROTECT, related_name="+", verbose_name=_("prison"))
    device = models.ForeignKey("people.Device", on_delete=models.PROTECT, related_name="+", verbose_name=_("tablet"))
    seq = models.PositiveBigIntegerField()
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    statement_id = models.UUIDField(null=True, blank=True, db_index=True)
    content = models.BinaryField()  # the statement's JSON, or the sealed bytes where they could not be opened
    content_sha256 = models.CharField(max_length=64)
    segment_key = models.TextField(blank=True)  # for sealed bytes: the JWE that might open them one day
    arrived_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    decided_by = models.ForeignKey("people.Officer", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(_("why"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("record in quarantine")
        verbose_name_plural = _("records in quarantine")
        ordering = ["state", "-arrived_at"]
        constraints = [models.UniqueConstraint(fields=["device", "seq", "content_sha256"], name="quarantined_once")]

    def __str__(self) -> str:
        return f"{self.device} · {self.seq}"


class Upload(models.Model):
    """A resumable upload (tus 1.0) of one attachment, by a tablet or by an officer. Its bytes lie in DATA_DIR/uploads/<id> until they are complete."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    device = models.ForeignKey("people.Device", on_delete=models.CASCADE, null=True, related_name="+")
    officer = models.ForeignKey("people.Officer", on_delete=models.CASCADE, null=True, related_name="+")
    sha256 = models.CharField(max_length=64)  # what the statement refers to, or the officer's record
    media_type = models.CharField(max_length=100)
    length = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)  # durable up to here
    done = models.BooleanField(default=False)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "sha256"], name="upload_once_per_device"),
            models.UniqueConstraint(fields=["officer", "sha256"], name="upload_once_per_officer"),
            models.CheckConstraint(
                condition=models.Q(device__isnull=True) ^ models.Q(officer__isnull=True), name="upload_of_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256} {self.offset}/{self.length}"


class Backup(models.Model):
    """A backup that was read back and found whole. What it covers, tablets may forget."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    folder = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True, blank=True)
    statements = models.PositiveBigIntegerField(default=0)
    blobs = models.PositiveBigIntegerField(default=0)
    database_sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"


class TabletText(models.Model):
    """A phrase of the learner app in a language, or whom to call in distress (key `help`, may differ by prison)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    prison = models.ForeignKey("people.Prison", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=100)
    language = models.CharField(max_length=10)
    text = models.CharField(max_length=1000)

    class Meta:
        constraints = [
            # Two, since SQLite takes empty prisons for different ones.
            models.UniqueConstraint(
                fields=["key", "language"], condition=models.Q(prison__isnull=True), name="tablet_text_once_for_all"
            ),
            models.UniqueConstraint(
                fields=["prison", "key", "language"],
                condition=models.Q(prison__isnull=False),
                name="tablet_text_once_per_prison",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.language}"


class DeviceState(models.Model):
    """What was last computed for a tablet: answers "nothing new" in two queries while `stamp` still holds."""

    device_id = models.UUIDField(primary_key=True)
    stamp = models.CharField(max_length=200)
    etag = models.CharField(max_length=64)
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.device_id} {self.etag}"
