"""The server's keys as packages and sync use them. They stand in lms/lib, since `people` needs the recovery key too."""

from lms.lib.keys import (
    ServerKeys,
    open_recovery,
    open_seal,
    public_jwk,
    seal_to,
    server_keys,
    sign_document,
    verify_document,
)

__all__ = [
    "ServerKeys",
    "open_recovery",
    "open_seal",
    "public_jwk",
    "seal_to",
    "server_keys",
    "sign_document",
    "verify_document",
]
