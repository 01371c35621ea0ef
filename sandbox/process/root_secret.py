"""The secret access key of every account's root: random, one per state folder, readable by its owner only."""

import functools
import hashlib
import hmac
import os
import secrets
from pathlib import Path

_FILE = "secret"
_BYTES = 30


def make(state: Path) -> str:
    """The secret of a state folder, which is made with its first start and stays; random unless one is given."""
    file = state / _FILE
    if not file.exists():
        write_private(file, os.environ.get("SANDBOX_ROOT_SECRET") or secrets.token_urlsafe(_BYTES))
    return file.read_text()


@functools.cache
def current() -> str:
    """The secret of the running sandbox."""
    return (Path(os.environ["SANDBOX_STATE"]) / _FILE).read_text()


def derived(state: Path, purpose: str) -> str:
    """A password that follows from the secret and does not tell it."""
    return hmac.new((state / _FILE).read_bytes(), purpose.encode(), hashlib.sha256).hexdigest()


def write_private(file: Path, text: str) -> None:
    """Write a file that no other user can read, not even while it is written."""
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text)
