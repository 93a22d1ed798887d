"""Jepsen's question about a journal: acknowledged ⊆ stored ⊆ sent, and each once."""

import json
from collections import Counter
from dataclasses import dataclass, field

from tests.faults import databases


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
    rows = databases.column(data, "SELECT payload FROM records_statement")
    rows += databases.column(data, "SELECT content FROM sync_quarantinedstatement")
    return Counter(json.loads(bytes(row))["id"] for row in rows)


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
