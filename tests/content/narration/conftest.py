import pytest


@pytest.fixture(autouse=True)
def own_disk(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


@pytest.fixture(autouse=True)
def no_voice():
    """Here speech is the subject."""
