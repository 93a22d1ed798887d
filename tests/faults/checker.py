"""Jepsen's question about a journal: acknowledged ⊆ stored ⊆ sent, and each once."""

import json
import os
import sqlite3
import sys
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class History:
    """What the outside saw: statement ids that were sent, those that a receipt covers, blobs that were acknowledged."""

    sent: set = field(default_factory=set)
    acknowledged: set = field(default_factory=set)
    blobs: set = field(default_factory=set)

    def note_receipt(self, receipt, links):
        ranges = [(entry["first"], entry["last"]) for entry in receipt["accepted"]]
        self.acknowledged |= {link.id for link in links if any(first <= link.seq <= last for first, last in ranges)}


def stored(data):
    """Ids in the log as their payloads give them (not the key column: a broken build may invent keys), with how often."""
    with sqlite3.connect(f"file:{data}/newleaf.sqlite3", uri=True) as database:
        rows = [bytes(row[0]) for row in database.execute("SELECT payload FROM records_statement")]
        rows += [bytes(row[0]) for row in database.execute("SELECT content FROM sync_quarantinedstatement")]
    database.close()
    return Counter(json.loads(row)["id"] for row in rows)


def stored_in_django():
    import django

    django.setup()
    from lms.records.models import Statement
    from lms.sync.models import QuarantinedStatement

    rows = [bytes(row) for row in Statement.objects.values_list("payload", flat=True)]
    rows += [bytes(row) for row in QuarantinedStatement.objects.values_list("content", flat=True)]
    return Counter(json.loads(row)["id"] for row in rows)


def violations(history, found):
    """Sentences, one per broken promise; empty when all is well."""
    said = []
    if lost := history.acknowledged - set(found):
        said.append(f"{len(lost)} acknowledged statements are lost")
    if invented := set(found) - history.sent:
        said.append(f"{len(invented)} statements were never sent")
    if double := [name for name, count in found.items() if count > 1]:
        said.append(f"{len(double)} statements are stored more than once")
    return said


if __name__ == "__main__":
    print(json.dumps(stored_in_django()))
    sys.stdout.flush()
    os._exit(0)
