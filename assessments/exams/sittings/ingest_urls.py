"""What the ingest process serves of sittings: the room's line of events."""

from __future__ import annotations

from django.urls import path

from .events import events

urlpatterns = [path("v1/sittings/<uuid:sitting_id>/events", events, name="sitting_events")]
