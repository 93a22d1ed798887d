"""What the states of a transcoding job are called on screens."""

from django.utils.translation import gettext_lazy as _

from lms.lib.leases import JobState

STATE_LABELS = {
    JobState.DUE: _("Waiting"),
    JobState.RUNNING: _("Being prepared"),
    JobState.DONE: _("Ready"),
    JobState.FAILED: _("Could not be used"),
    JobState.CANCELLED: _("Cancelled"),
}
