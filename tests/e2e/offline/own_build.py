"""The server's application with a build of the learner app that lies in the data folder, so that a test can replace it."""

import os
from pathlib import Path

from lms.tablet import build
from lms.wsgi import application  # noqa: F401 - sets Django up, and is what the server runs

build.DIST = Path(os.environ["NEWLEAF_DATA"]) / "app"
