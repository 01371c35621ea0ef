"""Keys of account roots are verified like any other key; the engine takes an account id without a signature."""

import hashlib
import hmac
import os
import re
from contextvars import ContextVar
from typing import Any

from ministack import app
from ministack.core import iam_evaluator, lambda_runtime
from ministack.services import lambda_svc, sts

from sandbox.process import root_secret

_ACCOUNT = re.compile(r"\d{12}")
_pinning: ContextVar[bool] = ContextVar("sandbox_pinning", default=False)
_engine_pin = iam_evaluator.pin_signed_request


def _is_account(access_key: str) -> bool:
    """The engine also takes no key at all, and `test`, for a root."""
    return bool(_ACCOUNT.fullmatch(access_key or ""))


def _is_trusted(access_key: str) -> bool:
    """Whether the engine may skip the signature: never while it decides what to verify."""
    return not _pinning.get() and _is_account(access_key)


def _pin_signed_request(*arguments: Any, **options: Any) -> None:
    token = _pinning.set(True)
    try:
        _engine_pin(*arguments, **options)
    finally:
        _pinning.reset(token)


def _execution_credentials(configuration: dict[str, Any]) -> dict[str, str]:
    """A function's session; the engine's follows from the names of function and role, which are no secret."""
    arn, role = configuration["FunctionArn"], configuration["Role"].rpartition("/")[2]
    seed = root_secret.current().encode()
    key, secret, token = (
        hmac.new(seed, f"{part}:{arn}:{configuration['Role']}".encode(), hashlib.sha256).hexdigest()
        for part in ("key", "secret", "token")
    )
    session = configuration.get("FunctionName", "function")[:64]
    described = {
        "Arn": f"arn:aws:sts::{arn.split(':')[4]}:assumed-role/{role}/{session}",
        "UserId": f"{role}:{session}",
        "SecretAccessKey": secret,
        "SessionToken": token,
    }
    access_key = f"ASIA{key[:16].upper()}"
    sts.register_session(access_key, described)
    return {"AWS_ACCESS_KEY_ID": access_key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": token}


def install() -> None:
    # The engine reads a root's secret here whenever it verifies; processes of builds and jobs do not inherit it.
    os.environ["AWS_SECRET_ACCESS_KEY"] = root_secret.current()
    iam_evaluator.is_root_access_key = _is_account
    iam_evaluator._is_root_key = _is_trusted
    iam_evaluator.pin_signed_request = _pin_signed_request
    app.pin_signed_request = _pin_signed_request
    lambda_runtime.execution_credentials = _execution_credentials
    lambda_svc.execution_credentials = _execution_credentials
