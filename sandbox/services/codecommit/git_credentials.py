"""Checks git's user name and password, as the AWS CLI's `codecommit credential-helper` makes them.

The user name is an access key, with a session's token after a percent sign; the password is a time and a signature of
Signature Version 4 over the method GIT, the path and the host without its port (AWS CLI, awscli/customizations/
codecommit.py). It is valid for 15 minutes (CodeCommit User Guide, "Troubleshooting the credential helper").
"""

import base64
import binascii
import datetime
import hmac
import os
from pathlib import Path

from ministack.core import iam_evaluator, sigv4
from ministack.core.responses import get_region, request_scope
from ministack.services import sts

from sandbox.api.errors import ServiceError
from sandbox.api.loopback import Credentials
from sandbox.process import root_secret

CHALLENGE = [(b"www-authenticate", b'Basic realm="AWS"')]
_MINUTES = 15


def require_provider(headers: dict[bytes, bytes]) -> None:
    """Refuse requests without the password of the provider behind connections."""
    _, password = _basic_credentials(headers)
    expected = root_secret.derived(Path(os.environ["SANDBOX_STATE"]), "provider")
    if not hmac.compare_digest(password.encode(), expected.encode()):
        raise ServiceError(
            "Unauthorized", "the provider requires its password: git takes it from the helper in gitconfig", 401
        )


def verify(headers: dict[bytes, bytes], path: str) -> Credentials:
    """The credentials that signed a request of git for `path`, in the region of the request.

    Raises:
        ServiceError: Unauthorized, with what is wrong.

    """
    user, password = _basic_credentials(headers)
    key, _, token = user.partition("%")
    account = key if key.isdigit() else sts._sessions.get(key, {}).get("AccountId") or _account(key)
    with request_scope(account, get_region()):
        found = iam_evaluator.resolve_credential(key, account, token)
    if not key or isinstance(found, iam_evaluator.CredentialResolutionError):
        raise ServiceError("Unauthorized", "unknown or expired credentials", 401)
    host = headers.get(b"host", b"").decode().partition(":")[0]
    time, _, signature = password.partition("Z")
    canonical = f"GIT\n{path}\n\nhost:{host}\n\nhost\n"
    to_sign = sigv4.build_string_to_sign(time, time[:8], get_region(), "codecommit", canonical)
    expected = sigv4.calculate_signature(found.secret_access_key, time[:8], get_region(), "codecommit", to_sign)
    if not hmac.compare_digest(expected, signature) or not _is_recent(time):
        raise ServiceError("Unauthorized", "the signature does not match, or is older than 15 minutes", 401)
    return Credentials(key, found.secret_access_key, token or None)


def _account(key: str) -> str:
    return sts._sessions.get(key, {}).get("Arn", "::::").split(":")[4]


def _basic_credentials(headers: dict[bytes, bytes]) -> tuple[str, str]:
    """User name and password of a basic authorization; git sends them only after a challenge."""
    scheme, _, encoded = headers.get(b"authorization", b"").partition(b" ")
    try:
        user, _, password = base64.b64decode(encoded if scheme.lower() == b"basic" else b"").decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return user, password


def _is_recent(time: str) -> bool:
    try:
        signed = datetime.datetime.strptime(time, "%Y%m%dT%H%M%S").replace(tzinfo=datetime.UTC)
    except ValueError:
        return False
    return abs(datetime.datetime.now(datetime.UTC) - signed) < datetime.timedelta(minutes=_MINUTES)
