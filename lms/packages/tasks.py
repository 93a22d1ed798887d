"""Periodic work on packages."""

from lms.lib.periodic import every

from . import api


@every(3600)
def renew_catalogues() -> None:
    api.renew_catalogues()


@every(24 * 3600)
def collect_blobs() -> None:
    api.collect_blobs()
