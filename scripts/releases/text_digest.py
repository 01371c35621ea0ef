"""The digest of a text."""

import hashlib


def text_digest(text: str) -> str:
    """The sha-256 of a text in UTF-8, 64 hexadecimal characters."""
    return hashlib.sha256(text.encode()).hexdigest()
