"""The ingest in a process of its own, as the supervisor starts it."""

from tests.faults import serving


class Ingest(serving.Server):
    """`fault` arms a fault point, `broken` chooses a build that is broken on purpose (tests/streaming/ingest/broken.py)."""

    interface, module = "asginl", "tests.streaming.ingest.broken:application"


def row(data, statement):
    """Rows of a query, past the product's own code."""
    return serving.databases.column(data, statement)
