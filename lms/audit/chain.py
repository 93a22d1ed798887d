"""The chain: what an event's hash covers, and how a change is found.

A chain alone shows an edit, a deletion in the middle and a swap. It shows neither a cut-off end nor a log that was edited
and chained anew; an anchor, a (number, hash) that was carried outside, shows all five up to its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection
from django.utils.translation import gettext as _

from lms.lib.canonical import canonical_json, sha256_hex

from . import triggers

if TYPE_CHECKING:
    from .models import AuditEvent

GENESIS = "0" * 64
MOST_PROBLEMS = 100  # a log that was chained anew is wrong in every row; the first ones say where


@dataclass(frozen=True)
class Anchor:
    """Number and hash of an event as somebody outside the database holds them."""

    seq: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> Anchor:
        """From "SEQ:HASH". Raises ValueError with a sentence."""
        seq, _colon, digest = text.strip().partition(":")
        digest = digest.strip().lower()
        if not seq.isdecimal() or int(seq) < 1 or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            raise ValueError(
                f"{text!r} is not an anchor. Write it as NUMBER:HASH, 64 hexadecimal digits, as on the sheet."
            )
        return cls(int(seq), digest)


@dataclass(frozen=True)
class Problem:
    """`kind`: edited, missing, broken, truncated or anchor; `seq`: where."""

    seq: int
    kind: str
    sentence: str


@dataclass
class Report:
    events: int = 0
    head_seq: int = 0
    head_hash: str = GENESIS
    anchors: int = 0
    guarded: bool = True
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems


def event_hash(event: AuditEvent) -> str:
    fields = {
        name: getattr(event, name) for name in ("seq", "prison", "actor", "verb", "target", "detail", "prev_hash")
    }
    return sha256_hex(canonical_json({**fields, "at": event.at.isoformat()}))


def verify(anchors: Iterable[Anchor] = ()) -> Report:
    """Read the whole log and hold it against the anchors given here and those the server remembers."""
    from .models import AuditAnchor, AuditEvent

    held = {*anchors, *(Anchor(row.seq, row.hash) for row in AuditAnchor.objects.all())}
    by_seq: dict[int, set[str]] = {}
    for anchor in held:
        by_seq.setdefault(anchor.seq, set()).add(anchor.hash)
    report = Report(anchors=len(held), guarded=triggers.installed(connection))
    for problem in _problems(AuditEvent.objects.order_by("seq").iterator(chunk_size=2000), by_seq, report):
        if len(report.problems) < MOST_PROBLEMS:
            report.problems.append(problem)
    return report


def _problems(events: Iterable[AuditEvent], by_seq: dict[int, set[str]], report: Report) -> Iterator[Problem]:
    """Problems in the order of the log; fills in the counts of the report on the way."""
    seen: set[int] = set()
    for event in events:
        if event.seq != report.head_seq + 1:
            yield Problem(event.seq, "missing", _("Events are missing before number %(n)d.") % {"n": event.seq})
        if event_hash(event) != event.hash:
            yield Problem(
                event.seq,
                "edited",
                _("Event %(n)d does not match its own fingerprint: it was edited or swapped.") % {"n": event.seq},
            )
        if event.prev_hash != report.head_hash:
            yield Problem(
                event.seq,
                "broken",
                _("Event %(n)d does not follow the one before it: the chain is broken.") % {"n": event.seq},
            )
        if event.seq in by_seq:
            seen.add(event.seq)
            if by_seq[event.seq] != {event.hash}:
                yield Problem(
                    event.seq,
                    "anchor",
                    _("Event %(n)d is not the one that was anchored: the log was rewritten up to here.")
                    % {"n": event.seq},
                )
        report.events += 1
        report.head_seq, report.head_hash = event.seq, event.hash
    for seq in sorted(set(by_seq) - seen):
        yield Problem(
            seq,
            "truncated",
            _("Event %(n)d was anchored but is not in the log any more: events were cut off.") % {"n": seq},
        )
