import pytest

from .studio import film


@pytest.fixture(scope="session")
def lesson(tmp_path_factory):
    """Eight seconds as an encoder sends them: clusters twice a second, a keyframe each second."""
    return film(tmp_path_factory.mktemp("lesson") / "lesson.mkv", extra=("-cluster_time_limit", "500"))


@pytest.fixture
def raw(tmp_path):
    return tmp_path / "raw"


@pytest.fixture
def live(tmp_path):
    return tmp_path / "live"
