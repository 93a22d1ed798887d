"""Addresses of the ingest process."""

from django.urls import path

from streaming.room.events import events

from ..studio_feed import callbacks
from . import views

urlpatterns = [
    path("health", views.health, name="ingest_health"),
    path("v1/broadcasts/<uuid:broadcast_id>/epochs", views.open_epoch, name="ingest_open"),
    path("v1/broadcasts/<uuid:broadcast_id>/events", events, name="ingest_events"),
    path("v1/epochs/<uuid:epoch_id>", views.see_epoch, name="ingest_epoch"),
    path("v1/epochs/<uuid:epoch_id>/chunks/<int:n>", views.put_chunk, name="ingest_chunk"),
    path("v1/epochs/<uuid:epoch_id>/finish", views.finish_epoch, name="ingest_finish"),
    path("v1/studio/<str:secret>/publish", callbacks.publish, name="ingest_publish"),
    path("v1/studio/<str:secret>/done", callbacks.publish_done, name="ingest_publish_done"),
]
