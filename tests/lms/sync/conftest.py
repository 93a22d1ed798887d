import pytest

from lms.people import api as people
from lms.sync import replay
from tests.factories import tablet as a


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    """A folder for blobs, keys and seen proofs of its own for each test."""
    settings.DATA_DIR = tmp_path
    settings.BLOB_DIR = tmp_path / "blobs"
    settings.KEYS_DIR = tmp_path / "keys"
    yield tmp_path
    replay.close()


@pytest.fixture
def send(client):
    return a.over_client(client)


@pytest.fixture
def tablet(send, prison, ward, device_keeper):
    """A shared tablet of the first ward."""
    return a.paired(send, by=device_keeper, prison=prison, ward=ward)


@pytest.fixture
def pin(learner, education_office):
    """The PIN of the learner 1001."""
    return people.set_pin(learner.pk, by=education_office, pin="258036")
