"""The environment that the suite runs in, set before Django reads its settings (loaded by `-p`)."""

import os
import tempfile
from pathlib import Path

os.environ["NEWLEAF_PROFILE"] = "test"
os.environ["NEWLEAF_SECRET"] = "a secret for tests only"
os.environ["NEWLEAF_STAFF_HOST"] = "staff.newleaf.localhost"
os.environ["NEWLEAF_TABLET_HOST"] = "tablet.newleaf.localhost"
os.environ["NEWLEAF_CONTENT_HOST"] = "content.newleaf.localhost"
os.environ["NEWLEAF_DATA"] = tempfile.mkdtemp(prefix="newleaf-test-")
Path(os.environ["NEWLEAF_DATA"], "static").mkdir()
# NEWLEAF_TEST_DATABASE=postgresql://… runs the same suite on PostgreSQL.
os.environ["DATABASE_URL"] = os.environ.get("NEWLEAF_TEST_DATABASE") or "sqlite:///:memory:"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's sync API runs an event loop in the test's thread
