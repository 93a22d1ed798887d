"""Video and audio assets, and the captions of videos."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from lms.lib.ids import new_id
from lms.lib.leases import JobState, Leased
from lms.packages.api import BlobRef

from .states import STATE_LABELS


class MediaAsset(index.Indexed, Leased):
    """素材: an uploaded file and the rendition that tablets play. The row is the transcoding job (see Leased)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(_("title"), max_length=200)
    prison = models.ForeignKey(
        "people.Prison", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("prison")
    )
    uploaded_by = models.ForeignKey(
        "people.Officer", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    filename = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64)  # of the original, which is a blob
    bytes = models.PositiveBigIntegerField(_("size"))
    rendition_sha256 = models.CharField(max_length=64, blank=True)
    rendition_bytes = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(_("length"), null=True, blank=True)

    search_fields = [index.SearchField("title"), index.AutocompleteField("title"), index.FilterField("prison")]

    class Meta:
        abstract = True
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> str:
        return str(self._meta.model_name)

    @property
    def is_ready(self) -> bool:
        return self.job_state == JobState.DONE and bool(self.rendition_sha256)

    @property
    def state_label(self) -> str:
        return str(STATE_LABELS[JobState(self.job_state)])

    @property
    def holder(self) -> str:
        """The name under which the blob store keeps this asset's files."""
        return f"{self.kind}:{self.pk}"


class Video(MediaAsset):
    """视频: H.264/AAC MP4 of at most 720p, and a poster picture."""

    poster_sha256 = models.CharField(max_length=64, blank=True)
    poster_bytes = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    interruptions = models.JSONField(default=list)  # of a recording: [[second, how many are missing there], …]

    class Meta(MediaAsset.Meta):
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    @property
    def mp4(self) -> BlobRef:
        return BlobRef(self.rendition_sha256, self.rendition_bytes, "video/mp4")

    @property
    def poster(self) -> BlobRef | None:
        return BlobRef(self.poster_sha256, self.poster_bytes, "image/jpeg") if self.poster_sha256 else None


class Audio(MediaAsset):
    """音频: AAC in an m4a file."""

    class Meta(MediaAsset.Meta):
        verbose_name = _("sound recording")
        verbose_name_plural = _("sound recordings")

    @property
    def m4a(self) -> BlobRef:
        return BlobRef(self.rendition_sha256, self.rendition_bytes, "audio/mp4")


class Caption(models.Model):
    """字幕: the captions of a video in one language, as WebVTT that was normalised when it was uploaded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="captions", verbose_name=_("video"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    vtt = models.TextField()
    cues = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("captions")
        verbose_name_plural = _("captions")
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["video", "language"], name="caption_once_per_language")]

    def __str__(self) -> str:
        return f"{self.video} · {self.language}"
