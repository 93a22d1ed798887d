"""Tablets for tests: paired through the real api, with a real key."""

import base64

from cryptography.hazmat.primitives.asymmetric import ec

from lms.people import api as people


def private_key():
    return ec.generate_private_key(ec.SECP256R1())


def jwk_of(key):
    """The public JWK of a private key."""
    numbers = key.public_key().public_numbers()
    x, y = (base64.urlsafe_b64encode(n.to_bytes(32, "big")).rstrip(b"=").decode() for n in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def device(by, ward=None, *, prison=None, learner=None, key=None, name=""):
    """A tablet in the ward (shared), or of the learner (personal)."""
    kind = "personal" if learner else "shared"
    prison = prison or (learner or ward).prison
    code = people.create_pairing_code(by=by, prison=prison, ward=ward, kind=kind, learner=learner, device_name=name)
    return people.redeem_pairing_code(code, jwk_of(key or private_key()), "1.0")
