import pytest

from tests.streaming.closer.past import Past
from tests.streaming.packager.studio import film


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture(scope="session")
def lesson(tmp_path_factory):
    return film(tmp_path_factory.mktemp("lesson") / "lesson.mkv", seconds=6, extra=("-cluster_time_limit", "500"))


@pytest.fixture
def past(teacher):
    return Past(teacher)
