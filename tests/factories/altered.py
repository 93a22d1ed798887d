"""A thousand and more altered credentials: each began as a good one, none may be accepted."""

import base64
import hashlib
import hmac
import io
import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime

import pikepdf
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from assessments.certification.credentials import compact, did, documents, keys, signing
from assessments.certification.credentials.facts import HolderFacts, StatusFacts
from assessments.certification.credentials.strict import decode, encode
from tests.factories import credentials as a

ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493
REVOKED = 5


def trusted_bundle():
    return a.two_bodies(revoked=[REVOKED])


def originals():
    """(algorithm, facts, key) of the two bodies."""
    metal = replace(a.facts("metal"), body=a.body("metal"), achievement=a.achievement("HG-5"))
    return [("EdDSA", a.facts(), a.key()), ("ES256", metal, a.key("ES256"))]


def altered():
    """(name, bytes), the same in every run."""
    dice = random.Random(20261201)
    found = []
    for algorithm, facts, key in originals():
        full, short = a.full(facts, key), a.short(facts, key)
        found += [(f"{algorithm} {name}", text.encode() if isinstance(text, str) else text) for name, text in [
            *_flipped_letters(full, dice), *_flipped_bytes(full, dice), *_other_claims(full, facts, key), *_headers(full, facts, key),
            *_signatures(full, key), *_doubles(full, key), *_wrapped(full, facts), *_signed_but_wrong(facts, key),
            *_compact_flips(short, dice), *_compact_letters(short, dice), *_compact_forms(short, facts, key),
        ]]  # fmt: skip
    first, second = (a.full(facts, key) for _, facts, key in originals())
    short = a.short()
    found += [
        ("PDF with two credentials", pdf(first, second)),
        ("PDF with an altered credential", pdf(_with_payload(first, lambda said: said.update(name="x")))),
        ("PDF whose QR text is of another", pdf(first, a.short(a.facts("two")))),
        ("PDF whose QR text names another holder", pdf(first, a.short(a.facts(holder=HolderFacts("李四"))))),
        ("PDF with nothing", pdf()),
        ("PDF with something else", pdf("hello")),
        ("PDF that is encrypted", pdf(first, secret=True)),
        ("PDF that is cut off", pdf(first)[:700]),
        ("PDF that is only a beginning", b"%PDF-1.7\n"),
        ("PDF with an altered QR text", pdf(first, short[:40] + ("A" if short[40] != "A" else "B") + short[41:])),
    ]
    good = {
        *(a.full(facts, key).encode() for _, facts, key in originals()),
        *(a.short(f, k).encode() for _, f, k in originals()),
    }
    return [(f"{place:04} {name}", data) for place, (name, data) in enumerate(found) if data not in good]


def pdf(*texts, secret=False):
    """A page with the texts attached."""
    made = pikepdf.new()
    made.add_blank_page()
    for place, text in enumerate(texts):
        made.attachments[f"{place}.txt"] = pikepdf.AttachedFileSpec(made, text.encode(), filename=f"{place}.txt")
    target = io.BytesIO()
    made.save(
        target, encryption=pikepdf.Encryption(owner="x", user="") if secret else None, deterministic_id=not secret
    )
    return target.getvalue()


# ── The full credential ──────────────────────────────────────────────────────────────────────────


def _flipped_letters(full, dice):
    ends = [0, *(place for place, one in enumerate(full) if one == "."), len(full)]
    for part in range(3):
        for _ in range(60):
            place, bit = dice.randrange(ends[part], ends[part + 1]), dice.randrange(7)
            data = bytearray(full.encode())
            data[place] ^= 1 << bit
            yield f"part {part}, letter {place}, bit {bit}", bytes(data)


def _flipped_bytes(full, dice):
    for part in range(3):
        for _ in range(40):
            parts = [bytearray(decode(one)) for one in full.split(".")]
            place, bit = dice.randrange(len(parts[part])), dice.randrange(8)
            parts[part][place] ^= 1 << bit
            yield f"part {part}, byte {place}, bit {bit}", ".".join(encode(bytes(one)) for one in parts)


def _with_payload(full, change):
    header, payload, signature = full.split(".")
    said = json.loads(decode(payload))
    change(said)
    return ".".join([header, encode(json.dumps(said, ensure_ascii=False).encode()), signature])


CHANGES = {
    "another name": lambda s: s["credentialSubject"]["identifier"][0].update(identityHash="李四"),
    "another birthday": lambda s: s["credentialSubject"]["identifier"][2].update(identityHash="1991-01-02"),
    "another number": lambda s: s["credentialSubject"].update(licenseNumber="S000033010004260000124"),
    "a better score": lambda s: s["credentialSubject"]["result"][0].update(value="98"),
    "a higher level": lambda s: s["credentialSubject"]["achievement"].update(name="电工（一级/高级技师）"),
    "another code": lambda s: s["credentialSubject"]["achievement"].update(humanCode="HG-5"),
    "valid for longer": lambda s: s.update(validUntil="2039-11-19T23:59:59+08:00", exp=2206799999),
    "expiry gone from both": lambda s: (s.pop("validUntil"), s.pop("exp")),
    "exp gone": lambda s: s.pop("exp"),
    "issued earlier": lambda s: s.update(validFrom="2020-11-20T09:30:00+08:00", nbf=1605835800),
    "another issuer": lambda s: (s["issuer"].update(id="did:web:evil.example.org"), s.update(iss="did:web:evil.example.org")),
    "another place in the list": lambda s: s["credentialStatus"].update(statusListIndex="77778"),
    "another list": lambda s: s["credentialStatus"].update(statusListCredential="https://evil.example.org/status-lists/1"),
    "status gone": lambda s: s.pop("credentialStatus"),
    "another id": lambda s: s.update(id="urn:uuid:00000000-0000-4000-8000-000000000000"),
    "another type": lambda s: s.update(type=["VerifiableCredential"]),
    "one more property": lambda s: s.update(extra=True),
    "nothing but the order": lambda s: None,
}  # fmt: skip


def _other_claims(full, facts, key):
    attacker = a.key(keys.algorithm_of(key), "attacker")
    for name, change in CHANGES.items():
        yield f"{name}, old signature", _with_payload(full, change)
        header, payload, _ = _with_payload(full, change).split(".")
        yield (
            f"{name}, signed by a stranger",
            f"{header}.{payload}.{encode(attacker.sign(f'{header}.{payload}'.encode()))}",
        )


def _headers(full, facts, key):
    algorithm, url = keys.algorithm_of(key), did.key_url(facts.body.did, key.public)
    attacker = a.key(algorithm, "attacker")
    other = next(one for _, _, one in originals() if one != key)
    payload = full.split(".")[1]
    right = {"alg": algorithm, "kid": url, "typ": "JWT"}

    def made(header, sign=attacker.sign):
        head = encode(json.dumps(header).encode()) if isinstance(header, dict) else encode(header)
        return f"{head}.{payload}.{encode(sign(f'{head}.{payload}'.encode()))}"

    for none in ("none", "None", "NONE", "nOnE", "", None, 0, ["EdDSA"]):
        yield f"alg {none!r} with signature", made(right | {"alg": none})
        yield f"alg {none!r} without", made(right | {"alg": none}, lambda _: b"")
    public = key.public.jwk
    pem = key.public.jose.as_pem(private=False)
    for name, secret in {
        "x": public["x"].encode(),
        "raw": decode(public["x"]),
        "JWK": json.dumps(public).encode(),
        "PEM": pem,
    }.items():
        for algorithm_name, digest in (("HS256", hashlib.sha256), ("HS512", hashlib.sha512)):
            yield (
                f"{algorithm_name} with the public {name}",
                made(
                    right | {"alg": algorithm_name},
                    lambda message, s=secret, d=digest: hmac.new(s, message, d).digest(),
                ),
            )
            yield (
                f"{algorithm} with an HMAC of the public {name}",
                made(right, lambda m, s=secret: hmac.new(s, m, hashlib.sha512).digest()),
            )
    yield "signed by a stranger", made(right)
    yield "kid of a stranger", made(right | {"kid": did.key_url(facts.body.did, attacker.public)})
    yield "kid of another body", made(right | {"kid": did.key_url(facts.body.did, other.public)}, other.sign)
    for domain in (
        "did:web:evil.example.org",
        "did:web:skills.example.org:x",
        "did:web:SKILLS.example.org",
        "",
        "did:key:z6Mk",
    ):
        yield f"issuer {domain}", made(right | {"kid": did.key_url(domain, attacker.public)})
    for kid in (
        key.public.kid,
        "",
        None,
        7,
        [url],
        url + "#x",
        url.upper(),
        facts.body.did,
        facts.body.did + "#",
        url + " ",
    ):
        yield f"kid {kid!r}", made(right | {"kid": kid}, key.sign)
    for extra in (
        {"jwk": attacker.public.jwk},
        {"x5c": ["AAAA"]},
        {"jku": "https://evil.example.org/keys"},
        {"crit": ["exp"]},
        {"b64": False},
        {"cty": "vc"},
        {"zip": "DEF"},
    ):
        yield f"header with {next(iter(extra))}, stranger", made(right | extra)
        yield f"header with {next(iter(extra))}, right key", made(right | extra, key.sign)
    for kind in ("vc+jwt", "jwt", "at+jwt", "trust-statement+jws", None):
        yield f"typ {kind}", made(right | {"typ": kind}, key.sign)
    for name in ("alg", "kid", "typ"):
        yield f"header without {name}", made({k: v for k, v in right.items() if k != name}, key.sign)
    yield "alg of the other kind", made(right | {"alg": "ES256" if algorithm == "EdDSA" else "EdDSA"}, key.sign)
    yield "alg Ed25519", made(right | {"alg": "Ed25519"}, key.sign)
    doubled = json.dumps(right)[:-1] + f', "alg": "{algorithm}"}}'
    yield "header with alg twice", made(doubled.encode(), key.sign)
    yield "header that is a list", made(b'["alg"]', key.sign)
    yield "header that is no JSON", made(b"{alg}", key.sign)
    yield "header with a byte order mark", made(b"\xef\xbb\xbf" + json.dumps(right).encode(), key.sign)


def _signatures(full, key):
    unsigned, _, signature = full.rpartition(".")
    raw = decode(signature)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for letter in letters:
        if letter != signature[-1]:
            yield f"last letter {letter}", f"{unsigned}.{signature[:-1]}{letter}"
    for name, text in {"=": signature + "=", "==": signature + "==", "none": "", "half": signature[:43], "newline": signature[:40] + "\n" + signature[40:],
                       "space": signature[:40] + " " + signature[40:], "plus": signature.replace("-", "+").replace("_", "/") + "+", "twice": signature * 2}.items():  # fmt: skip
        yield f"signature {name}", f"{unsigned}.{text}"
    for length in (1, 16, 32, 63, 65, 96, 128):
        yield f"signature of {length} bytes", f"{unsigned}.{encode((raw * 2)[:length])}"
    for name, data in {
        "zero": bytes(64),
        "ones": b"\xff" * 64,
        "r only": raw[:32] + bytes(32),
        "s only": bytes(32) + raw[32:],
        "swapped": raw[32:] + raw[:32],
    }.items():
        yield f"signature {name}", f"{unsigned}.{encode(data)}"
    yield "signature gone with its point", unsigned
    yield "two more parts", f"{full}.AAAA.AAAA"
    yield "a point at the end", full + "."
    yield "only the payload", full.split(".")[1]
    yield "the other half of the curve", f"{unsigned}.{encode(malleable(raw, key))}"
    for length in (1, 10, 100, 500, len(full) // 2, len(full) - 90, len(full) - 40, len(full) - 1):
        yield f"cut off after {length}", full[:length]


def malleable(raw, key):
    """The other number that satisfies the same equation: s+L for Ed25519, n−s for P-256."""
    if keys.algorithm_of(key) == "EdDSA":
        return raw[:32] + (int.from_bytes(raw[32:], "little") + ED25519_ORDER).to_bytes(32, "little")
    return raw[:32] + (keys.P256_ORDER - int.from_bytes(raw[32:])).to_bytes(32)


def _doubles(full, key):
    """Even the right key may not sign what reads one way here and another way there."""
    header, payload, _ = full.split(".")
    text = decode(payload).decode()
    variants = {
        "jti twice": text[:-1] + ',"jti":"urn:uuid:00000000-0000-4000-8000-000000000000"}',
        "name twice": text.replace('"name":', '"name":"x","name":', 1),
        "licenseNumber twice": text.replace('"licenseNumber":', '"licenseNumber":"1","licenseNumber":'),
        "escaped key twice": text[:-1] + ',"\\u0069ss":"did:web:evil.example.org"}',
        "NaN": text[:-1] + ',"x":NaN}',
        "too deep": text[:-1] + ',"x":' + "[" * 40 + "]" * 40 + "}",
        "very deep": text[:-1] + ',"x":' + "[" * 20000 + "]" * 20000 + "}",
        "more behind": text + "{}",
        "control character": text.replace('"name":"', '"name":"\x01', 1),
        "a list": "[" + text + "]",
        "not UTF-8": None,
    }
    for name, changed in variants.items():
        data = b"\xff" + text.encode() if changed is None else changed.encode()
        unsigned = f"{header}.{encode(data)}"
        yield f"{name}, right key", f"{unsigned}.{encode(key.sign(unsigned.encode()))}"
        yield f"{name}, old signature", f"{unsigned}.{full.rpartition('.')[2]}"


def _wrapped(full, facts):
    good = json.loads(signing.enveloped(full))
    for name, change in {
        "another type": {"type": "VerifiablePresentation"},
        "no type": {"type": None},
        "another media type": {"id": f"data:application/jwt,{full}"},
        "base64": {"id": f"data:application/vc+jwt;base64,{full}"},
        "an address": {"id": "https://evil.example.org/credential"},
        "no id": {"id": None},
        "an altered one": {"id": f"data:application/vc+jwt,{_with_payload(full, CHANGES['another name'])}"},
        "one cut off": {"id": f"data:application/vc+jwt,{full[:-20]}"},
    }.items():
        yield f"envelope with {name}", json.dumps(good | change)
    yield "envelope with id twice", json.dumps(good)[:-1] + f', "id": "data:application/vc+jwt,{full}"}}'
    yield "envelope cut off", json.dumps(good)[:-3]
    yield "the bare document", json.dumps(documents.credential(facts))
    yield "the bare payload", decode(full.split(".")[1])
    yield "two in one file", f"{full}\n{full}"
    yield (
        "a proof that is none",
        json.dumps(documents.credential(facts) | {"proof": {"type": "DataIntegrityProof", "proofValue": "z1"}}),
    )


def _signed_but_wrong(facts, key):
    """Signed by the right key, and still not to be accepted."""
    for name, certificate in {
        "revoked": replace(
            facts,
            status=StatusFacts(1, REVOKED) if facts.body.did.endswith("skills.example.org") else StatusFacts(2, 5),
        ),
        "in a list that is not at hand": replace(facts, status=StatusFacts(9, 1)),
        "beyond the list": replace(facts, status=StatusFacts(1, 999_999)),
        "expired": replace(facts, issued_at=datetime(2020, 1, 1, tzinfo=UTC), valid_until=date(2026, 11, 30)),
        "of tomorrow": replace(facts, issued_at=datetime(2026, 12, 2, 4, tzinfo=UTC)),
    }.items():
        yield name, a.full(certificate, key)
        yield f"QR {name}", a.short(certificate, key)
    document = documents.credential(facts)
    claims = json.loads(decode(signing.sign(document, key).split(".")[1]))
    for name, change in {
        **{name: change for name, change in CHANGES.items() if name in ("exp gone", "another issuer", "status gone", "another id", "another type")},
        "iss of another": lambda s: s.update(iss="did:web:metal.example.org" if "skills" in s["iss"] else "did:web:skills.example.org"),
        "sub of another": lambda s: s.update(sub="urn:uuid:00000000-0000-4000-8000-000000000000"),
        "nbf as text": lambda s: s.update(nbf=str(s["nbf"])),
        "nbf with a point": lambda s: s.update(nbf=float(s["nbf"])),
        "nbf earlier": lambda s: s.update(nbf=s["nbf"] - 1),
        "exp later": lambda s: s.update(exp=s["exp"] + 1),
        "exp without validUntil": lambda s: s.pop("validUntil"),
        "no name": lambda s: s["credentialSubject"].update(identifier=[]),
        "no number": lambda s: s["credentialSubject"].update(licenseNumber=""),
        "no zone": lambda s: s.update(validFrom="2026-11-20T09:30:00"),
        "a day that is none": lambda s: s.update(validFrom="2026-02-30T09:30:00+08:00"),
        "index with zeros": lambda s: s["credentialStatus"].update(statusListIndex="0077777"),
        "negative index": lambda s: s["credentialStatus"].update(statusListIndex="-1"),
        "another purpose": lambda s: s["credentialStatus"].update(statusPurpose="suspension"),
        "a result of nothing": lambda s: s["credentialSubject"]["result"][0].update(resultDescription="urn:uuid:0"),
        "subject that is a list": lambda s: s.update(credentialSubject=[s["credentialSubject"]]),
        "wrong id": lambda s: s.update(id="urn:uuid:XYZ", jti="urn:uuid:XYZ"),
    }.items():  # fmt: skip
        said = json.loads(json.dumps(claims))
        change(said)
        if "another issuer" in name or "another id" in name or "exp gone" in name:
            pass
        yield f"{name}, right key", signing.signed(said, key, did=facts.body.did, kind=signing.CERTIFICATE)
    yield "a status list for a certificate", a.status_list_of(facts.body, key)
    yield (
        "a status list with a certificate's typ",
        signing.signed(
            json.loads(decode(a.status_list_of(facts.body, key).split(".")[1])),
            key,
            did=facts.body.did,
            kind=signing.CERTIFICATE,
        ),
    )


# ── The compact credential ───────────────────────────────────────────────────────────────────────


def _compact_flips(short, dice):
    data = compact.from_base45(short)
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << dice.randrange(8)
        yield f"QR byte {place}", compact.base45(bytes(changed))


def _compact_letters(short, dice):
    for _ in range(40):
        place, letter = dice.randrange(len(short)), dice.choice(compact.ALPHABET)
        yield f"QR letter {place} {letter}", short[:place] + letter + short[place + 1 :]


def _compact_forms(short, facts, key):
    data = compact.from_base45(short)
    body, signature = data[:-64], data[-64:]
    algorithm = keys.algorithm_of(key)
    attacker = a.key(algorithm, "attacker")
    for length in (0, 1, 2, 3, 10, 30, 60, len(short) - 64, len(short) - 3, len(short) - 2, len(short) - 1):
        yield f"QR cut off after {length}", short[:length]
    for name, more in {"zero": b"\0", "two": b"\0\0", "a signature": signature}.items():
        yield f"QR with {name} behind", compact.base45(data + more)
    yield "QR in small letters", short.lower()
    yield "QR in the middle", short[3:]
    yield "QR twice", short + short
    yield "QR overflowing", short[:-3] + ":::"
    yield "QR with the other half of the curve", compact.base45(body + malleable(signature, key))
    yield "QR without signature", compact.base45(body)
    yield "QR with zero signature", compact.base45(body + bytes(64))
    for version in (0, 2, 3, 255):
        changed = bytes([version]) + body[1:]
        yield f"QR version {version}, right key", compact.base45(changed + key.sign(compact.DOMAIN + changed))
    yield "QR by a stranger", a.short(facts, attacker)
    yield "QR by a stranger under the right key", _signed(body, attacker)
    yield "QR without domain", compact.base45(body + key.sign(body))
    yield "QR of another name", _signed(body.replace("张三丰".encode(), "李四五".encode()), attacker)
    padded = body[:25] + bytes([body[25] | 0x80, 0]) + body[26:]
    yield "QR number in a longer form", _signed(padded, key)
    yield "QR with an empty name", _signed(body[: -len("张三丰".encode()) - 1] + b"\0", key)
    yield "QR with a name that is no UTF-8", _signed(body[:-3] + b"\xff\xfe\xfd", key)
    yield "QR with a kind of text that is none", _signed(body[:29] + bytes([0xC1]) + body[30:], key)
    del algorithm


def _signed(body, key):
    return compact.base45(body + key.sign(compact.DOMAIN + body))


def high_s(message, key):
    """An ES256 signature as other software may write it: whichever s came out, and then the other one if it was low."""
    r, s = decode_dss_signature(key.jose.private_key.sign(message, ECDSA(SHA256())))
    return r.to_bytes(32) + max(s, keys.P256_ORDER - s).to_bytes(32)


def as_json(vectors, verdicts):
    """For the page: name, bytes, and the codes that it must come to as well."""
    return json.dumps(
        [
            {"name": name, "data": base64.b64encode(data).decode(), "codes": verdict.codes, "outcome": verdict.outcome}
            for (name, data), verdict in zip(vectors, verdicts, strict=True)
        ]
    )
