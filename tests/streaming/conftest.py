"""Each test of live lessons has a data folder of its own, and runs commit hooks at once."""

import pytest
from django.db import transaction

from tests.factories import streaming as a


@pytest.fixture(autouse=True)
def own_data(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.BLOB_DIR = tmp_path / "blobs"
    settings.KEYS_DIR = tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


@pytest.fixture
def commits(monkeypatch):
    """A test's own transaction never commits: hooks run when they are registered."""
    monkeypatch.setattr(transaction, "on_commit", lambda function, using=None, robust=False: function())


@pytest.fixture
def live(prison, ward, teacher):
    """A broadcast for the first ward that is running."""
    return a.live(prison, by=teacher, wards=[ward])
