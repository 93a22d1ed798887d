"""The transcoding job: claim the row, make the rendition in a folder of its own, store it, finish the row."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_noop

from lms.lib.errors import Refused
from lms.lib.faults import faultpoint
from lms.lib.leases import JobState
from lms.lib.work_folders import work_folder
from lms.packages import api as packages

from . import probing, transcoding
from .models import Audio, MediaAsset, Video

logger = logging.getLogger(__name__)

MODELS: dict[str, type[Video] | type[Audio]] = {"video": Video, "audio": Audio}
LEASE_SECONDS = 60
MAX_ATTEMPTS = 3
GAVE_UP = gettext_noop(
    "The server stopped several times while it converted this file. Please export it again, smaller if you can."
)


def wake(asset: MediaAsset) -> None:
    """Tell a worker; the sweeper finds the row anyway."""
    from .tasks import transcode_asset

    transcode_asset.enqueue(asset.kind, str(asset.pk))


def claimable() -> list[tuple[str, str]]:
    """(kind, id) of every asset that waits for a worker or has lost its own."""
    return [
        (kind, str(pk))
        for kind, model in MODELS.items()
        for pk in model.objects.claimable().values_list("pk", flat=True)[:100]
    ]


def transcode(kind: str, asset_id: UUID | str) -> None:
    """Make the rendition, unless somebody else is at it. Safe to run twice. The error is kept in English and translated when shown."""
    asset = MODELS[kind].objects.filter(pk=asset_id).first()
    if asset is None or not asset.claim(seconds=LEASE_SECONDS):
        return
    faultpoint("media.transcode.after_claim")
    if asset.attempts > MAX_ATTEMPTS:
        asset.finish(error=GAVE_UP)
        return
    try:
        with translation.override(None), _original(asset) as source, work_folder("media") as folder:
            _make(asset, source, folder)
    except Refused as error:
        with translation.override(None):
            asset.finish(error=str(error))


def _make(asset: MediaAsset, source: Path, folder: Path) -> None:
    found = probing.probe(source)
    probing.check(asset.kind, found)
    report = _Heart(asset)
    if isinstance(asset, Video):
        target, poster = transcoding.make_video(source, folder, found, report)
        _keep_video(asset, target, poster)
    else:
        _keep(asset, transcoding.make_audio(source, folder, found, report), "audio/mp4")


def _keep_video(video: Video, target: Path, poster: Path) -> None:
    made = probing.probe(target)
    picture = packages.store_blob(poster, "image/jpeg")
    video.width, video.height = made.width, made.height
    video.poster_sha256, video.poster_bytes = picture.sha256, picture.bytes
    _keep(video, target, "video/mp4", picture.sha256)


def _keep(asset: MediaAsset, target: Path, media_type: str, *others: str) -> None:
    made = packages.store_blob(target, media_type)
    asset.seconds = probing.probe(target).seconds
    asset.rendition_sha256, asset.rendition_bytes = made.sha256, made.bytes
    faultpoint("media.transcode.before_finish")
    names = ["seconds", "rendition_sha256", "rendition_bytes"]
    if isinstance(asset, Video):
        names += ["width", "height", "poster_sha256", "poster_bytes"]
    with transaction.atomic():
        if not type(asset)._default_manager.filter(pk=asset.pk).exists():
            return  # deleted meanwhile: nobody keeps the blobs
        packages.keep_blobs([made.sha256, *others], asset.holder)
        asset.save(update_fields=names)
        asset.finish()


class _Heart:
    """Renews the lease and shows the progress, at most once in two seconds."""

    def __init__(self, asset: MediaAsset) -> None:
        self.asset = asset
        self.last = 0.0

    def __call__(self, percent: int) -> None:
        if time.monotonic() - self.last >= 2:
            self.last = time.monotonic()
            self.asset.heartbeat(progress=percent, seconds=LEASE_SECONDS)


@contextmanager
def _original(asset: MediaAsset) -> Iterator[Path]:
    """The original as a file on this machine."""
    if not packages.in_object_store():
        yield packages.blob_path(asset.sha256)
        return
    with work_folder("media") as folder, packages.open_blob(asset.sha256) as source:
        copy = folder / "original"
        with copy.open("wb") as target:
            while chunk := source.read(1 << 20):
                target.write(chunk)
        yield copy


def is_waiting(asset: MediaAsset) -> bool:
    return asset.job_state in (JobState.DUE, JobState.RUNNING)
