"""What the studio's nginx asks the ingest: may this key publish, and who has gone. Answered at once: it waits for us."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from lms.lib.errors import Refused
from lms.lib.threads import in_thread
from lms.people import access

from . import feeds

log = logging.getLogger("newleaf.studio")


async def _publish(request: HttpRequest, secret: str) -> HttpResponse:
    """302 gives the stream the epoch's name, so that no stream key ever stands in a file name."""
    _check(secret)
    try:
        epoch = await in_thread(feeds.begin_for_client, request.POST.get("name", ""), _client(request))
    except Refused as error:
        log.warning("an encoder at %s was refused: %s", request.POST.get("addr", "?"), error.code)
        return HttpResponse(status=403)
    return HttpResponse(status=302, headers={"Location": str(epoch.pk)})


async def _publish_done(request: HttpRequest, secret: str) -> HttpResponse:
    _check(secret)
    await in_thread(feeds.end_for_client, _client(request))
    return HttpResponse(status=200)


def _client(request: HttpRequest) -> str:
    number = request.POST.get("clientid", "")
    if not number.isdigit():
        raise Http404
    return number


def _check(secret: str) -> None:
    if not constant_time_compare(secret, feeds.callback_secret()):
        raise Http404


publish = access.signed(_publish)
publish_done = access.signed(_publish_done)
