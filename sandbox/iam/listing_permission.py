"""Whether the caller of a request may list a bucket, which decides what S3 says of an object that does not exist."""

from contextvars import ContextVar

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_region, request_scope

_engine_enforce = iam_evaluator.enforce
_ACTION = "s3:ListBucket"
_caller: ContextVar[tuple[str, str]] = ContextVar("sandbox_caller", default=("", ""))


def note_caller(access_key: str, account: str) -> None:
    """Remember the key and the account of the request that is being authorized."""
    _caller.set((access_key, account))


def caller_may_list(bucket: str) -> bool:
    """The engine judges, so that the question is not in the trail as a call."""
    access_key, account = _caller.get()
    with request_scope(account, get_region()):
        resource = f"arn:aws:s3:::{bucket}"
        return _engine_enforce(access_key, _ACTION, "s3", get_region(), resource, {}) is None


def denial(bucket: str) -> str:
    """The refusal's sentence."""
    return iam_actions.identity_denial_message(
        _ACTION, iam_evaluator.caller_arn(), f"arn:aws:s3:::{bucket}", explicit_deny=False
    )
