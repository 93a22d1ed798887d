"""Checks on pictures and PDFs at the moment they are uploaded, in every screen of Wagtail that takes them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from .clearance.scanners import scan_bytes

MAX_BYTES = 100 << 20
_MENDED = {"gps", "camera_data", "author"}  # taken out when it is published


def check_upload(name: str, file: Any) -> None:
    """Raises ValidationError with the sentences of what must not be there. Nothing larger than MAX_BYTES is read into memory."""
    if file.size > MAX_BYTES:
        raise ValidationError(_("This file is too large: at most %(size)d MB.") % {"size": MAX_BYTES >> 20})
    file.seek(0)
    data = file.read()
    file.seek(0)
    bad = [
        finding for finding in scan_bytes(name, data) if finding.severity == "blocker" and finding.code not in _MENDED
    ]
    if bad:
        raise ValidationError([str(finding.sentence) for finding in bad])


class ImageForm(BaseImageForm):
    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            check_upload(file.name, file)
        return file


class DocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            check_upload(file.name, file)
        return file
