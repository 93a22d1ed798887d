import pytest


@pytest.fixture(autouse=True)
def own_disk(settings, tmp_path):
    """Blobs and work files of one test."""
    settings.BLOB_DIR = tmp_path / "blobs"
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


@pytest.fixture(autouse=True)
def commits():
    """Nothing is converted behind a test's back: it says when."""
