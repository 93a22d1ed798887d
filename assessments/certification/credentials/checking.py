"""Checking a certificate against a trust bundle, with no network: from bytes to a verdict in plain words.

The order of the checks is part of the result: the first thing that makes all else worthless ends the check. The page in
`verifier/` goes the same way and comes to the same codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .compact import CompactInvalid, read_compact
from .containers import Contents, Unusable, contents, together
from .documents import CHINA
from .errors import BundleInvalid
from .facts import Words
from .keys import ALGORITHMS
from .reading import Unfit, read_claims
from .signing import CERTIFICATE, holds
from .status_list import StatusList
from .strict import Malformed, json_object, token
from .trust_bundle import TrustBundle, TrustedBody, TrustedKey, read_bundle
from .verdicts import Finding, Shown, Verdict, found

OLD_AFTER_DAYS = 90
_HEADER = {"alg", "kid", "typ"}


class _Stop(Exception):
    """Nothing after this can be relied on."""

    def __init__(self, code: str, **values: Any) -> None:
        self.finding = found(code, **values)


@dataclass(frozen=True)
class _Clock:
    """When "now" is: never before the data that are at hand."""

    now: datetime
    behind: date | None = None

    @property
    def today(self) -> date:
        return self.now.astimezone(CHINA).date()


def check(
    item: bytes | str, *, bundle: TrustBundle | bytes | dict[str, Any], now: datetime, beside: bytes | str | None = None
) -> Verdict:
    """The verdict on a JWT, JSON file, PDF or QR text; `beside` is a second one of the same certificate. Never raises for bad input."""
    try:
        trusted = bundle if isinstance(bundle, TrustBundle) else read_bundle(bundle)
        handed_in = contents(item)
        if beside is not None:
            handed_in = together(handed_in, contents(beside))
        return _examine(handed_in, trusted, _clock(now, trusted))
    except BundleInvalid:
        return Verdict((found("bundle_refused"),))
    except Unusable as error:
        return Verdict((found(error.code),))
    except _Stop as stop:
        return Verdict((stop.finding,))


def _clock(now: datetime, bundle: TrustBundle) -> _Clock:
    made_at = bundle.made_at
    if now >= made_at:
        return _Clock(now)
    late = (made_at - now).days >= 1
    return _Clock(made_at, made_at.astimezone(CHINA).date() if late else None)


def _examine(handed_in: Contents, bundle: TrustBundle, clock: _Clock) -> Verdict:
    findings: list[Finding] = []
    said = []
    if handed_in.full is not None:
        shown, found_here = _full(handed_in.full, bundle, clock)
        said.append(shown)
        findings += found_here
    if handed_in.compact is not None:
        shown, found_here = _compact(handed_in.compact, bundle, clock)
        said.append(shown)
        known = {finding.code for finding in findings}
        if known:  # the file has said it all already, but for what is wrong
            found_here = [one for one in found_here if one.kind == "bad" and one.code not in known]
        findings += found_here
    if len(said) == 2:
        findings.append(found("matches" if _same(*said) else "contradiction"))
    if clock.behind is not None:
        findings.append(found("clock_behind", on=clock.behind))
    findings.append(found("person_unchecked"))
    contradicts = any(finding.code == "contradiction" for finding in findings)
    return Verdict(tuple(findings), None if contradicts else said[0])


# ── The full credential ──────────────────────────────────────────────────────────────────────────


def _full(text: str, bundle: TrustBundle, clock: _Clock) -> tuple[Shown, list[Finding]]:
    parts = text.split(".")
    if len(parts) < 3:
        raise _Stop("truncated" if parts[0].startswith("eyJ") else "not_a_certificate")
    if len(parts) == 3 and not parts[2]:
        raise _Stop("signature_missing")
    try:
        taken = token(text)
    except Malformed:
        raise _Stop("malformed") from None
    body, key = _signer(taken.header, bundle)
    if len(taken.signature) != 64:
        raise _Stop("truncated" if len(taken.signature) < 64 else "trailing")
    if not holds(text, key.key):
        raise _Stop("signature_bad")
    try:
        read = read_claims(json_object(taken.payload), body)
    except Malformed:
        raise _Stop("malformed") from None
    except Unfit as error:
        raise _Stop(error.code) from None
    seconds = clock.now.timestamp()
    early, late = seconds < read.begins, read.ends is not None and seconds > read.ends
    findings = [
        found("signature_good", body=body.name),
        _key_finding(key),
        _time_finding(read.shown, early=early, late=late),
        *_status_findings(read.shown, body.status_lists.get(read.list_url), clock),
    ]
    return read.shown, findings


def _signer(header: dict[str, Any], bundle: TrustBundle) -> tuple[TrustedBody, TrustedKey]:
    if header.get("alg") not in ALGORITHMS:
        raise _Stop("algorithm_refused")
    if set(header) != _HEADER or header["typ"] != CERTIFICATE or not isinstance(header["kid"], str):
        raise _Stop("header_unknown")
    did, _, kid = header["kid"].partition("#")
    body = bundle.bodies.get(did)
    if body is None:
        raise _Stop("issuer_unknown")
    key = next((one for one in body.keys if one.key.kid == kid), None)
    if key is None:
        raise _Stop("key_unknown")
    if key.key.algorithm != header["alg"]:
        raise _Stop("algorithm_refused")
    return body, key


# ── The compact credential ───────────────────────────────────────────────────────────────────────


def _compact(text: str, bundle: TrustBundle, clock: _Clock) -> tuple[Shown, list[Finding]]:
    try:
        taken = read_compact(text)
    except CompactInvalid as error:
        raise _Stop(error.code) from None
    said = taken.said
    key = next((one for one in bundle.every_key() if one.key.short_id == said.key), None)
    if key is None:
        raise _Stop("key_unknown")
    if not key.key.verifies(taken.signature, taken.signed):
        raise _Stop("signature_bad")
    body = bundle.bodies[key.did]
    title = body.achievements.get(said.code)
    listed = next(
        (one for url, one in body.status_lists.items() if url.endswith(f"/status-lists/{said.list_number}")), None
    )
    shown = Shown(
        id=said.certificate,
        did=body.did,
        number=said.number,
        holder=said.holder,
        body=body.name,
        code=said.code,
        title=title or Words(said.code),
        issued_on=said.issued_on,
        valid_until=said.valid_until,
        list_number=str(said.list_number),
        index=said.index,
    )
    late = said.valid_until is not None and clock.today > said.valid_until
    findings = [
        found("signature_good", body=body.name),
        _key_finding(key),
        _time_finding(shown, early=clock.today < said.issued_on, late=late),
        *_status_findings(shown, listed, clock),
    ]
    if title is None:
        findings.append(found("achievement_unknown", code=said.code))
    return shown, [*findings, found("compact_only")]


# ── What both have in common ─────────────────────────────────────────────────────────────────────


def _key_finding(key: TrustedKey) -> Finding:
    return found("key_compromised" if key.compromised else "key_good")


def _time_finding(shown: Shown, *, early: bool, late: bool) -> Finding:
    if early:
        return found("future_dated", on=shown.issued_on)
    if late:
        return found("expired", on=shown.valid_until)
    if shown.valid_until is None:
        return found("for_life", **{"from": shown.issued_on})
    return found("in_time", **{"from": shown.issued_on, "until": shown.valid_until})


def _status_findings(shown: Shown, listed: StatusList | None, clock: _Clock) -> list[Finding]:
    if listed is None or shown.index >= len(listed):
        return [found("status_unknown")]
    made_on = listed.made_at.astimezone(CHINA).date()
    days = (clock.today - made_on).days
    if listed.is_set(shown.index):
        return [found("revoked", on=made_on, days=days)]
    findings = [found("not_revoked", on=made_on, days=days)]
    if made_on < shown.issued_on:
        findings.append(found("status_predates"))
    elif days > OLD_AFTER_DAYS:
        findings.append(found("status_old", days=days))
    return findings


def _same(full: Shown, compact: Shown) -> bool:
    """Whether the QR and the file are one certificate."""
    names = ("id", "did", "number", "holder", "code", "issued_on", "valid_until", "list_number", "index")
    return all(getattr(full, name) == getattr(compact, name) for name in names)
