"""Pictures of items."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.lib.ids import new_id
from lms.packages.api import BlobRef

ENDINGS = {"image/png": "png", "image/jpeg": "jpg"}


class ItemPicture(models.Model):
    """题图: a picture as it was cleaned and stored. It stays as long as the bank: versions of items refer to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    title = models.CharField(_("name"), max_length=120)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    media_type = models.CharField(max_length=40, editable=False)
    bytes = models.PositiveIntegerField(editable=False)
    width = models.PositiveIntegerField(editable=False)  # pixels, as stored
    height = models.PositiveIntegerField(editable=False)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> BlobRef:
        return BlobRef(self.sha256, self.bytes, self.media_type)

    @property
    def path(self) -> str:
        """Its name among the files of an item."""
        return f"pictures/{self.sha256}.{ENDINGS[self.media_type]}"

    @property
    def size(self) -> str:
        return f"{self.width} × {self.height}"
