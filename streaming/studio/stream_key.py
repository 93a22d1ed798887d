"""What an encoder needs: addresses, and a new stream key."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.people import access
from lms.people.models import Officer

from .. import api
from ..models import Broadcast
from ..permissions import PLANNERS
from ..studio_feed import nginx, srt


def addresses_of(broadcast: Broadcast) -> dict[str, str]:
    """Where an encoder sends to; an empty address is a way that this server does not offer."""
    return {"address": nginx.address(), "srt": srt.address(broadcast)}


@access.officers(*PLANNERS)
@require_POST
def renew(request: HttpRequest, broadcast_id: UUID) -> HttpResponse:
    officer: Officer = request.user  # type: ignore[assignment]
    api.new_stream_key(broadcast_id, by=officer)
    messages.success(request, _("The new key is below. Enter it in the encoder."))
    return redirect("streaming_studio", broadcast_id)
