"""Settings of the ingest process: those of the product, without sessions, cookies and pages. Its requests carry a signed token."""

from __future__ import annotations

from lms import settings as product

globals().update({name: value for name, value in vars(product).items() if name.isupper()})

ROOT_URLCONF = "lms.urls.ingest"
MIDDLEWARE = ["streaming.ingest.middleware.ingest_middleware"]
ALLOWED_HOSTS = ["*"]  # no link is made from the host name, and every request needs a signature
DATA_UPLOAD_MAX_MEMORY_SIZE = 17 * 1024 * 1024
