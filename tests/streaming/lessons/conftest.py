import pytest

from streaming.closer import closing
from streaming.models import Recording
from tests.streaming.closer.past import Past
from tests.streaming.packager.studio import film


@pytest.fixture(scope="session")
def source(tmp_path_factory):
    return film(tmp_path_factory.mktemp("lesson") / "lesson.mkv", seconds=6, extra=("-cluster_time_limit", "500"))


@pytest.fixture
def recording(teacher, source):
    """A lesson that was held, and whose film is made and checked; nobody has been asked about learners yet."""
    past = Past(teacher)
    past.part(source)
    broadcast = past.end()
    made = Recording.objects.create(broadcast=broadcast)
    closing.close(str(made.pk))
    made.refresh_from_db()
    assert made.film, made.error
    return made
