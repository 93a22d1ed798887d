"""Makes vectors.json: what the server's libraries compute, for the tablet's own implementation to agree with.

Run with the project's Python: `.venv/bin/python lms/tablet/frontend/test/make_vectors.py`. Keys here are for this file only.
"""

import base64
import hashlib
import hmac
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwe, jws
from joserfc.jwk import ECKey

sys.path.insert(0, str(Path(__file__).resolve().parents[4]))
from assessments.exams.sittings import package
from lms.sync import protocol


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def exam_vectors() -> dict[str, object]:
    """A sealed paper and a seat's verifier, by the server's own code."""
    sitting, seat, key, code = (
        "018f0000-0000-7000-8000-00000000000a",
        "018f0000-0000-7000-8000-00000000000b",
        bytes([9]) * 32,
        "ABCD-EFGH-JKLM",
    )
    paper = protocol.ExamPaper(
        sitting=sitting,
        title="焊工理论",
        room="一号教室",
        language="zh-Hans",
        minutes=60,
        items={},
        pictures={},
        seats=[],
    )
    salt, iterations = bytes(range(16)), 1_000
    check = package.seat_check(seat, hashlib.pbkdf2_hmac("sha256", b"248160", salt, iterations, 32))
    return {
        "sealed": package.seal_paper(paper, key=key, code=code, iterations=1_000).model_dump(),
        "key": b64(key),
        "code": code,
        "title": paper.title,
        "seat": seat,
        "pin": "248160",
        "verifier": {"secret_kind": "pin", "salt": b64(salt), "iterations": iterations, "check": check},
    }


def main() -> None:
    agreement, signing = (ECKey.generate_key("P-256", private=True) for _ in range(2))
    signed = json.dumps({"kind": "receipt", "number": 7, "text": "回执"}, ensure_ascii=False).encode()
    salt, share_key, learner = bytes(range(16)), bytes(range(32)), "018f0000-0000-7000-8000-000000000001"
    stretched = hashlib.pbkdf2_hmac("sha256", b"pictures:sun,tree,boat", salt, 210_000)
    share = hmac.digest(share_key, f"newleaf vault {learner}".encode(), "sha256")
    wrap = HKDF(SHA256(), 32, salt=None, info=b"newleaf vault v1").derive(stretched + share)
    learner_key, iv = bytes(reversed(range(32))), bytes(12)
    segment_key, aad = bytes([7]) * 32, b"device/segment/1"
    sealed = iv + AESGCM(segment_key).encrypt(iv, '{"id":"学"}'.encode(), aad)
    first = hashlib.sha256(bytes(32) + (1).to_bytes(8, "big") + sealed).digest()
    second = hashlib.sha256(first + (2).to_bytes(8, "big") + sealed).digest()
    vectors = {
        "jwe": {
            "private": agreement.as_dict(private=True),
            "token": jwe.encrypt_compact({"alg": "ECDH-ES", "enc": "A256GCM"}, "密钥".encode(), agreement),
            "plain": "密钥",
        },
        "jws": {
            "public": signing.as_dict(private=False),
            "kid": signing.thumbprint(),
            "token": jws.serialize_compact({"alg": "ES256", "kid": signing.thumbprint()}, signed, signing),
        },
        "vault": {
            "secret": {"kind": "pictures", "pictures": ["sun", "tree", "boat"]},
            "salt": b64(salt),
            "share_key": b64(share_key),
            "learner": learner,
            "pbkdf2": b64(stretched),
            "share": b64(share),
            "wrapped_key": b64(iv + AESGCM(wrap).encrypt(iv, learner_key, None)),
            "learner_key": b64(learner_key),
        },
        "chain": {
            "segment_key": b64(segment_key),
            "aad": aad.decode(),
            "sealed": b64(sealed),
            "plain": '{"id":"学"}',
            "hashes": [first.hex(), second.hex()],
        },
    }
    vectors["exam"] = exam_vectors()
    target = Path(__file__).with_name("vectors.json")
    target.write_text(json.dumps(vectors, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
