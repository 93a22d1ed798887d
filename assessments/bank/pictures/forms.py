"""Uploading a picture."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from lms.lib.errors import Refused

from .models import ItemPicture
from .storing import MAX_BYTES, add_picture


class PictureForm(WagtailAdminModelForm):
    """A file becomes a picture by the api, which says what is wrong with it."""

    file = forms.FileField(label=_("file"), help_text=_("PNG, JPEG, GIF, BMP, TIFF or WebP, at most 10 MB."))
    by: Any = None

    class Meta:
        model = ItemPicture
        fields = ["title"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("To find it again. Empty: the name of the file.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file is None:
            return cleaned
        try:
            data = file.read(MAX_BYTES + 1)
            self.instance = add_picture(data, title=cleaned.get("title") or PurePath(file.name).stem, by=self.by)
        except Refused as error:
            raise ValidationError({"file": str(error)}) from error
        cleaned["title"] = self.instance.title
        return cleaned

    def save(self, commit: bool = True) -> Any:
        return self.instance
