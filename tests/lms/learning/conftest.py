import pytest


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """A blob folder and keys of its own for each test."""
    settings.BLOB_DIR = tmp_path / "blobs"
    settings.KEYS_DIR = tmp_path / "keys"
    return tmp_path
