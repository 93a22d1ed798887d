"""Taking a picture into the bank: really decoded, written anew without metadata, stored under its hash."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lms.audit import api as audit
from lms.lib.errors import Invalid
from lms.lib.pictures import clean_picture
from lms.packages import api as packages

from ..permissions import check_can_write_items, prison_of_new_item
from .models import ItemPicture

MAX_BYTES = 10 << 20
MAX_SIDE = 1600


@transaction.atomic
def add_picture(data: bytes, *, title: str, by: Any) -> ItemPicture:
    """The picture of these bytes; the one that is there already if it is the same. Raises PermissionDenied, Invalid, NoSpace."""
    check_can_write_items(by)
    if len(data) > MAX_BYTES:
        raise Invalid(_("This picture is too large: at most %(size)d MB.") % {"size": MAX_BYTES >> 20})
    cleaned = clean_picture(data, max_side=MAX_SIDE)
    if cleaned is None:
        raise Invalid(_("This picture cannot be read. Save it as PNG or JPEG and try again."))
    ref = packages.store_blob(cleaned.data, cleaned.media_type)
    picture, is_new = ItemPicture.objects.get_or_create(
        sha256=ref.sha256,
        defaults={
            "title": title.strip()[:120] or _("picture"),
            "media_type": ref.media_type,
            "bytes": ref.bytes,
            "width": cleaned.width,
            "height": cleaned.height,
        },
    )
    if is_new:
        packages.keep_blobs([ref.sha256], f"item-picture:{picture.pk}")
        audit.log(by=by, verb="assessments.picture.added", target=picture, prison=prison_of_new_item(by))
    return picture
