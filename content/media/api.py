"""What others may ask of media: uploading, finding, captions, and the job that makes the rendition."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from lms.audit import api as audit
from lms.lib.errors import Conflict, Invalid, NotFoundHere
from lms.lib.leases import JobState
from lms.packages import api as packages
from lms.people.models import Officer

from . import probing
from .captions import Normalised, normalise
from .errors import MediaRefused
from .models import Audio, Caption, MediaAsset, Video
from .permissions import check_can_change, check_can_upload, visible_q
from .work import transcode, wake

Asset = TypeVar("Asset", Video, Audio)

__all__ = [
    "add_audio",
    "add_video",
    "audio_for",
    "delete_asset",
    "list_assets",
    "remove_captions",
    "rename_asset",
    "set_captions",
    "set_interruptions",
    "transcode",
    "try_again",
    "video_for",
]


def add_video(path: Path, filename: str, *, by: Officer, title: str = "") -> Video:
    """Take a video file into the library and have it converted. Raises MediaRefused, NoSpace, PermissionDenied."""
    return _add(Video, path, filename, by, title)


def add_audio(path: Path, filename: str, *, by: Officer, title: str = "") -> Audio:
    """Take a sound file into the library and have it converted. Raises MediaRefused, NoSpace, PermissionDenied."""
    return _add(Audio, path, filename, by, title)


def _add(model: type[Asset], path: Path, filename: str, by: Officer, title: str) -> Asset:
    check_can_upload(by)
    kind = str(model._meta.model_name)
    _check_file(kind, path)
    found = probing.probe(path)
    probing.check(kind, found)
    ref = packages.store_blob(path, "application/octet-stream")
    name = Path(filename.replace("\\", "/")).name[:255] or kind
    asset = model(
        title=(title.strip() or Path(name).stem)[:200],
        prison=by.prison,
        uploaded_by=by,
        filename=name,
        sha256=ref.sha256,
        bytes=ref.bytes,
        seconds=found.seconds,
    )
    with transaction.atomic():
        asset.save()
        packages.keep_blobs([ref.sha256], asset.holder)
        audit.log(by=by, verb=f"content.{kind}.uploaded", target=asset, detail={"file": name, "sha256": ref.sha256})
        transaction.on_commit(lambda: wake(asset))
    return asset


def _check_file(kind: str, path: Path) -> None:
    size = path.stat().st_size
    if not size:
        raise MediaRefused(_("This file is empty."))
    if size > probing.MAX_BYTES[kind]:
        raise MediaRefused(_("This file is too large: at most %(size)d GB.") % {"size": probing.MAX_BYTES[kind] >> 30})
    with path.open("rb") as file:
        if not probing.looks_like_media(file.read(4096)):
            raise MediaRefused(
                _("This file cannot be read as video or sound. It may be damaged, or only its name looks like one.")
            )


def list_assets(model: type[Asset], officer: Officer) -> QuerySet[Asset]:
    """Those that this officer may see, newest first."""
    return model.objects.filter(visible_q(officer)).select_related("prison", "uploaded_by")


def video_for(officer: Officer, video_id: UUID | str) -> Video:
    """Raises NotFoundHere."""
    return _one(Video, officer, video_id)


def audio_for(officer: Officer, audio_id: UUID | str) -> Audio:
    """Raises NotFoundHere."""
    return _one(Audio, officer, audio_id)


def _one(model: type[Asset], officer: Officer, asset_id: UUID | str) -> Asset:
    asset = list_assets(model, officer).filter(pk=asset_id).first()
    if asset is None:
        raise NotFoundHere
    return asset


@transaction.atomic
def rename_asset(asset: MediaAsset, title: str, *, by: Officer) -> None:
    check_can_change(by, asset)
    if not title.strip():
        raise Invalid(_("A title is needed."))
    before, asset.title = asset.title, title.strip()[:200]
    asset.save(update_fields=["title"])
    audit.log(
        by=by, verb=f"content.{asset.kind}.renamed", target=asset, detail={"before": before, "after": asset.title}
    )


@transaction.atomic
def delete_asset(asset: MediaAsset, *, by: Officer) -> None:
    """Raises Conflict while a page uses it: an earlier version of a page counts too."""
    check_can_change(by, asset)
    if ReferenceIndex.get_references_to(asset).exists():
        raise Conflict(_("This is used in a lesson. Take it out there first."))
    audit.log(by=by, verb=f"content.{asset.kind}.deleted", target=asset, detail={"sha256": asset.sha256})
    packages.release_blobs(asset.holder)
    asset.delete()


@transaction.atomic
def try_again(asset: MediaAsset, *, by: Officer) -> None:
    """Convert once more what could not be converted."""
    check_can_change(by, asset)
    changed = (
        type(asset)
        ._default_manager.filter(pk=asset.pk, job_state=JobState.FAILED)
        .update(job_state=JobState.DUE, attempts=0, progress=0, error="")
    )
    if not changed:
        raise Conflict
    audit.log(by=by, verb=f"content.{asset.kind}.tried_again", target=asset)
    transaction.on_commit(lambda: wake(asset))


@transaction.atomic
def set_captions(video_id: UUID | str, language: str, data: bytes, filename: str, *, by: Officer) -> Normalised:
    """Put the captions of one language on a video, in place of those before. Raises CaptionsRefused."""
    video = video_for(by, video_id)
    check_can_change(by, video)
    if language not in dict(settings.LANGUAGES):
        raise Invalid(_("This language is not known here."))
    made = normalise(data, filename, seconds=video.seconds)
    Caption.objects.update_or_create(video=video, language=language, defaults={"vtt": made.vtt, "cues": made.cues})
    audit.log(by=by, verb="content.captions.set", target=video, detail={"language": language, "cues": made.cues})
    return made


@transaction.atomic
def set_interruptions(video_id: UUID | str, rows: list[list[float]], *, by: Officer) -> None:
    """Where a recording has stretches without picture and sound: (second, how many are missing). Lessons name them as chapters."""
    video = video_for(by, video_id)
    check_can_change(by, video)
    if video.interruptions != rows:
        video.interruptions = rows
        video.save(update_fields=["interruptions"])
        audit.log(by=by, verb="content.video.interruptions", target=video, detail={"count": len(rows)})


@transaction.atomic
def remove_captions(video_id: UUID | str, language: str, *, by: Officer) -> None:
    video = video_for(by, video_id)
    check_can_change(by, video)
    deleted, _rows = video.captions.filter(language=language).delete()
    if deleted:
        audit.log(by=by, verb="content.captions.removed", target=video, detail={"language": language})
