"""How an officer's password and permissions are checked."""

from django.contrib.auth.backends import ModelBackend


class OfficerBackend(ModelBackend):
    """Django's own, for now with its defaults: disabled accounts are refused."""
