"""Reading a batch: signature, chain, segment key, seals. No database: what is found is kept or refused elsewhere."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _
from joserfc.errors import JoseError
from pydantic import ValidationError

from lms.packages.keys import open_seal
from lms.people.models import Device

from .dpop import unb64, verify_es256
from .errors import BadBatch, TooLarge, TooOld
from .protocol import MAX_BATCH_BYTES, PROTOCOL_VERSION, Batch


class Link(NamedTuple):
    """One link of the chain. `content` is the statement's JSON, or None where the seal could not be opened."""

    seq: int
    sealed: bytes
    content: bytes | None = None


@dataclass(frozen=True)
class OpenedBatch:
    batch: Batch
    device_id: UUID
    links: list[Link]
    chain_holds: bool

    @property
    def first_seq(self) -> int:
        return self.links[0].seq

    @property
    def last_seq(self) -> int:
        return self.links[-1].seq


def unpacked(body: bytes, encoding: str) -> bytes:
    """The body without its gzip, never more than MAX_BATCH_BYTES. Raises TooLarge, BadBatch."""
    if encoding not in ("", "identity", "gzip"):
        raise BadBatch(code="encoding")
    if encoding == "gzip":
        unzip = zlib.decompressobj(wbits=31)
        try:
            body = unzip.decompress(body, MAX_BATCH_BYTES + 1)
        except zlib.error as error:
            raise BadBatch from error
        if len(body) <= MAX_BATCH_BYTES and not unzip.eof:
            raise BadBatch  # cut short
    if len(body) > MAX_BATCH_BYTES:
        raise TooLarge
    return body


def read_batch(body: bytes) -> Batch:
    """Raises BadBatch when the body has not the shape of a batch, TooOld for a protocol that is none of ours."""
    try:
        batch = Batch.model_validate_json(body)
        UUID(batch.device), UUID(batch.segment)
    except (ValidationError, ValueError) as error:
        raise BadBatch from error
    if not 1 <= batch.protocol <= PROTOCOL_VERSION:
        raise TooOld
    seqs = [link.seq for link in batch.statements]
    if seqs[-1] >= 2**63 or any(later <= earlier for earlier, later in pairwise(seqs)):
        raise BadBatch(_("The records in this delivery are not in order. Nothing was changed."))
    return batch


def check_signature(device: Device, body: bytes, signature: str) -> None:
    """Raises BadBatch when the body was not signed by the tablet's key as it stands."""
    try:
        verify_es256(device.public_jwk, unb64(signature), body)
    except (InvalidSignature, ValueError) as error:
        raise BadBatch(_("This delivery does not carry its tablet's signature. Nothing was changed.")) from error


def open_batch(batch: Batch) -> OpenedBatch:
    """Check the chain, then open every seal with one key agreement. What cannot be opened stays as it is."""
    links = [Link(statement.seq, statement.sealed) for statement in batch.statements]
    holds = chain_head(batch.prev_hash, links) == batch.head
    return OpenedBatch(batch, UUID(batch.device), _opened(batch, links), holds)


def chain_head(prev_hash: str, links: list[Link]) -> str:
    """The hash of the last link (see SealedStatement)."""
    head = bytes.fromhex(prev_hash)
    for link in links:
        head = hashlib.sha256(head + link.seq.to_bytes(8, "big") + link.sealed).digest()
    return head.hex()


def _opened(batch: Batch, links: list[Link]) -> list[Link]:
    try:
        cipher = AESGCM(open_seal(batch.segment_key))
    except (JoseError, ValueError, json.JSONDecodeError, TypeError, KeyError):
        return links
    place = f"{batch.device}/{batch.segment}/"
    return [_open(cipher, link, f"{place}{link.seq}".encode()) for link in links]


def _open(cipher: AESGCM, link: Link, place: bytes) -> Link:
    try:
        return Link(link.seq, link.sealed, cipher.decrypt(link.sealed[:12], link.sealed[12:], place))
    except (InvalidTag, ValueError):
        return link
