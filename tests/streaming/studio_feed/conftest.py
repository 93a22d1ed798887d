from tests.streaming.ingest.conftest import camera, template, world  # noqa: F401
