"""Periodic work of sync."""

from datetime import timedelta

from django.utils import timezone

from lms.lib.periodic import every

from . import uploads
from .models import DeviceState


@every(3600)
def forget_old_uploads() -> None:
    uploads.forget_old_uploads()


@every(24 * 3600)
def forget_old_states() -> None:
    """Answers for tablets that have not come for three months are computed anew when they do."""
    DeviceState.objects.filter(computed_at__lt=timezone.now() - timedelta(days=90)).delete()
