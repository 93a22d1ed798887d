"""Jobs of media."""

from django_tasks import task

from lms.lib.periodic import every
from lms.lib.work_folders import clear_abandoned

from . import work


@task(queue_name="films")
def transcode_asset(kind: str, asset_id: str) -> None:
    work.transcode(kind, asset_id)


@every(30)
def sweep_media() -> None:
    """Wake a worker for what waits, and for what a killed worker left."""
    for kind, asset_id in work.claimable():
        transcode_asset.enqueue(kind, asset_id)


@every(600)
def clear_work_folders() -> int:
    """What killed workers left half made, of all kinds."""
    return clear_abandoned()
