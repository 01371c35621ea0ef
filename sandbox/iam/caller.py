"""What the caller of the running request may do besides the call itself."""

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region

from sandbox.services import cloudtrail

_engine_enforce = iam_evaluator.enforce


def may(action: str, resource: str = "*") -> bool:
    """Whether IAM allows the caller an action that AWS does in the caller's name."""
    key = iam_evaluator._verified_key.get() or get_account_id()  # the engine does not verify an account's root
    denied = _engine_enforce(key, action, action.partition(":")[0], get_region(), resource, {})
    cloudtrail.record_call(action, resource, (), denied)
    return not denied
