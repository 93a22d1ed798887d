"""One server with a classroom for each module of this folder, and a fresh browser profile for each test."""

import pytest

from tests.e2e.browser import Browser, Site, migrated_database


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """A running server with a classroom, and what `tests.e2e.seed` made in it; `codes` are used up one by one."""
    folder = tmp_path_factory.mktemp("classroom")
    site = Site(folder / "site")
    site.migrate(migrated_database())
    seed = site.python("tests.e2e.seed", "classroom")
    with site:
        yield site, seed


@pytest.fixture
def tablet(playwright, tmp_path):
    with Browser(playwright, tmp_path / "profile") as browser:
        yield browser
