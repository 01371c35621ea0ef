"""Ciphertexts under keys: who made one is in it, and what was changed or has another context does not decrypt.

KMS developer guide, "Symmetric encryption KMS keys" (256-bit AES-GCM) and "Encryption context" (additional
authenticated data). How AWS lays the parts out is not published.
"""

import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sandbox.api.errors import ServiceError
from sandbox.engine.rules.kms.keys import Key

Context = dict[str, str]
_VERSION = b"\x01"
_NONCE_BYTES = 12


def encrypted(key: Key, plaintext: bytes, context: Context) -> bytes:
    arn, nonce = key["Arn"].encode(), os.urandom(_NONCE_BYTES)
    head = _VERSION + bytes([len(arn)]) + arn
    return head + nonce + AESGCM(key["_symmetric_key"]).encrypt(nonce, plaintext, _data(context))


def key_arn(ciphertext: bytes) -> str:
    """The ARN of the key under which something was encrypted."""
    end = 2 + (ciphertext[1] if len(ciphertext) > 1 else 0)
    if ciphertext[:1] != _VERSION or len(ciphertext) < end + _NONCE_BYTES:
        raise invalid()
    try:
        return ciphertext[2:end].decode("ascii")
    except UnicodeDecodeError:
        raise invalid() from None


def decrypted(key: Key, ciphertext: bytes, context: Context) -> bytes:
    start = 2 + ciphertext[1]
    nonce, content = ciphertext[start : start + _NONCE_BYTES], ciphertext[start + _NONCE_BYTES :]
    try:
        return AESGCM(key["_symmetric_key"]).decrypt(nonce, content, _data(context))
    except InvalidTag:
        raise invalid() from None


def invalid() -> ServiceError:
    """AWS says nothing more: recorded."""
    return ServiceError("InvalidCiphertextException", "")


def _data(context: Context) -> bytes:
    return json.dumps(context, sort_keys=True).encode()
