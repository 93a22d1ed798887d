"""Content tests keep their blobs and keys in a folder of their own, and run commit hooks at once."""

import pytest
from django.db import transaction


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.BLOB_DIR = tmp_path / "blobs"
    settings.KEYS_DIR = tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def commits(monkeypatch):
    """Jobs are woken on commit; a test's own transaction never commits, so they run when they are asked for."""
    monkeypatch.setattr(transaction, "on_commit", lambda function, using=None, robust=False: function())


@pytest.fixture(autouse=True)
def no_voice(monkeypatch):
    """Speech has its own tests; here it would only take time."""
    monkeypatch.setattr(
        "content.publishing.narrating.narration.narrate_all", lambda texts, language: [None] * len(texts)
    )
