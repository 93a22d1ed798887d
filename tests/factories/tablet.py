"""A tablet in Python: pairs, seals, chains, signs and sends as the real one does. Speaks to Django's test client or to a server.

`send(method, path, headers, body) -> (status, headers, body)` is the only thing that differs (see `over_client`, `over_http`).
"""

import base64
import gzip
import hashlib
import http.client
import json
import os
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwe, jws
from joserfc.jwk import ECKey

HOST = "tablet.newleaf.localhost"


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def over_client(client):
    """Through Django's test client."""

    def send(method, path, headers, body):
        extra = {
            f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items() if name != "Content-Type"
        }
        reply = client.generic(
            method, path, body, content_type=headers.get("Content-Type", "application/json"), HTTP_HOST=HOST, **extra
        )
        data = b"".join(reply.streaming_content) if reply.streaming else reply.content
        return reply.status_code, dict(reply.items()), data

    send.base = f"http://{HOST}"
    return send


def over_http(port, *, timeout=30):
    """Over one kept connection to a real server on loopback; raises OSError or http.client.HTTPException when it dies."""
    held = []

    def send(method, path, headers, body):
        if not held:
            held.append(http.client.HTTPConnection("127.0.0.1", port, timeout=timeout))
        try:
            held[0].request(
                method, path, body or None, {"Host": f"{HOST}:{port}", "Content-Type": "application/json", **headers}
            )
            reply = held[0].getresponse()
            return reply.status, dict(reply.getheaders()), reply.read()
        except Exception:
            held.pop().close()
            raise

    send.base = f"http://{HOST}:{port}"
    send.close = lambda: held and held.pop().close()
    return send


@dataclass
class Link:
    seq: int
    id: str
    sealed: bytes
    prev: str
    hash: str
    content: bytes


@dataclass
class Tablet:
    send: object
    key: object = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    device: str = ""
    token: str = ""
    nonce: str = ""
    epoch: str = ""
    trust: dict = field(default_factory=dict)
    certificate: str = ""
    links: list = field(default_factory=list)
    last_receipt: str = ""
    segment: str = field(default_factory=lambda: str(uuid.uuid4()))
    segment_key: bytes = field(default_factory=lambda: os.urandom(32))
    _sealed_key: str = ""

    @property
    def jwk(self):
        numbers = self.key.public_key().public_numbers()
        return {
            "kty": "EC",
            "crv": "P-256",
            "x": b64(numbers.x.to_bytes(32, "big")),
            "y": b64(numbers.y.to_bytes(32, "big")),
        }

    def sign(self, data):
        r, s = decode_dss_signature(self.key.sign(data, ec.ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def proof(self, method, path, **changes):
        """A DPoP proof; `changes` replace claims (None takes one out)."""
        header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": self.jwk}
        claims = {"jti": b64(os.urandom(16)), "htm": method, "htu": self.send.base + path.partition("?")[0], "iat": 0}
        claims["nonce"] = self.nonce
        if self.token:
            claims["ath"] = b64(hashlib.sha256(self.token.encode()).digest())
        claims = {name: value for name, value in (claims | changes).items() if value is not None}
        signed = b64(json.dumps(header).encode()) + "." + b64(json.dumps(claims).encode())
        return f"{signed}.{b64(self.sign(signed.encode()))}"

    def request(self, method, path, *, body=b"", headers=None, proof=None, retry=True):
        """(status, headers, body); takes up the server's nonce and tries once more when it asks for one."""
        sent = dict(headers or {})
        if self.token:
            sent.setdefault("Authorization", f"DPoP {self.token}")
        sent["DPoP"] = proof or self.proof(method, path)
        status, got, data = self.send(method, path, sent, body)
        self.nonce = got.get("DPoP-Nonce") or got.get("dpop-nonce") or self.nonce
        if status == 401 and retry and proof is None and b"use_dpop_nonce" in data:
            return self.request(method, path, body=body, headers=headers, retry=False)
        return status, got, data

    def json(self, method, path, document=None, **options):
        body = b"" if document is None else json.dumps(document).encode()
        status, _, data = self.request(method, path, body=body, **options)
        return status, json.loads(data) if data else None

    def pair(self, code):
        status, reply = self.json("POST", "/api/v1/pair", {"code": code, "key": self.jwk, "app_version": "test"})
        assert status == 200, (status, reply)
        self.device, self.token, self.epoch, self.trust = (
            reply["device"],
            reply["token"],
            reply["epoch"],
            reply["trust"],
        )
        self.certificate = reply["certificate"]
        return reply

    # ── The journal ──

    def write(self, statement, *, seq=None):
        """Seal a statement (a document, or raw bytes) as the next link."""
        content = statement if isinstance(statement, bytes) else json.dumps(statement).encode()
        seq = seq or (self.links[-1].seq + 1 if self.links else 1)
        prev = self.links[-1].hash if self.links else "0" * 64
        iv = os.urandom(12)
        sealed = iv + AESGCM(self.segment_key).encrypt(iv, content, f"{self.device}/{self.segment}/{seq}".encode())
        digest = hashlib.sha256(bytes.fromhex(prev) + seq.to_bytes(8, "big") + sealed).hexdigest()
        name = statement["id"] if isinstance(statement, dict) else ""
        self.links.append(Link(seq, name, sealed, prev, digest, content))
        return self.links[-1]

    def batch(self, links=None, **changes):
        """The signed body and its headers."""
        links = links or self.links
        if not self._sealed_key:
            key = ECKey.import_key(self.trust["seal"])
            header = {"alg": "ECDH-ES", "enc": "A256GCM"}
            self._sealed_key = jwe.encrypt_compact(header, self.segment_key, key, algorithms=["ECDH-ES", "A256GCM"])
        document = {
            "protocol": 1,
            "device": self.device,
            "segment": self.segment,
            "segment_key": self._sealed_key,
            "prev_hash": links[0].prev,
            "statements": [{"seq": link.seq, "sealed": b64(link.sealed)} for link in links],
            "head": links[-1].hash,
            "epoch": self.epoch,
            "last_receipt": self.last_receipt,
            "free_bytes": 10**9,
            "waiting": 0,
            "app_version": "test",
        } | changes
        body = json.dumps(document).encode()
        return body, {"Newleaf-Signature": b64(self.sign(body)), "Newleaf-Pairing": self.certificate}

    def deliver(self, links=None, *, zipped=False, proof=True, **changes):
        """Send a batch: (status, receipt or problem)."""
        body, headers = self.batch(links, **changes)
        return self.post_batch(body, headers, zipped=zipped, proof=proof)

    def post_batch(self, body, headers, *, zipped=False, proof=True):
        if zipped:
            body, headers = gzip.compress(body, 1), headers | {"Content-Encoding": "gzip"}
        if proof:
            status, _, data = self.request("POST", "/api/v1/batches", body=body, headers=headers)
        else:
            status, _, data = self.send("POST", "/api/v1/batches", headers, body)
        reply = json.loads(data)
        if status != 200:
            return status, reply
        receipt = self.read_receipt(reply["receipt"])
        self.last_receipt, self.epoch = reply["receipt"], receipt["epoch"]
        return status, receipt

    def read_receipt(self, token):
        """The receipt, its signature checked against the keys that came with pairing."""
        kid = jws.extract_compact(token.encode()).headers()["kid"]
        found = jws.deserialize_compact(token, ECKey.import_key(self.trust["verify"][kid]), algorithms=["ES256"])
        return json.loads(found.payload)


def statement(learner, *, verb="http://adlnet.gov/expapi/verbs/experienced", lesson=None, course=None, **fields):
    """An xAPI statement as the tablet writes it."""
    lesson = lesson or "urn:newleaf:lesson:00000000-0000-4000-8000-000000000001"
    course = course or "urn:newleaf:course:00000000-0000-4000-8000-000000000001"
    document = {
        "id": str(uuid.uuid4()),
        "actor": {"objectType": "Agent", "account": {"homePage": "urn:newleaf", "name": str(learner)}},
        "verb": {"id": verb},
        "object": {"objectType": "Activity", "id": lesson},
        "context": {
            "contextActivities": {"parent": [{"id": lesson}], "grouping": [{"id": course}]},
            "language": "zh-Hans",
        },
        "timestamp": datetime.now(UTC).isoformat(),
    }
    return document | fields


def paired(send, *, by, prison, ward=None, **fields):
    """A tablet that an officer has paired."""
    from lms.people import api as people

    made = Tablet(send)
    made.pair(people.create_pairing_code(by=by, prison=prison, ward=ward, **fields))
    return made
