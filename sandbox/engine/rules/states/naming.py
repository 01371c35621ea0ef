"""Names and ARNs of requests (API reference: CreateStateMachine, StartExecution; InvalidArn is a recorded answer)."""

import re

from sandbox.api.errors import ServiceError

# Blanks, brackets, wildcards, other signs, control characters and surrogates.
_FORBIDDEN = re.compile(
    r"[\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\U00010000-\U0010ffff]"
)
_LONGEST = 80
_ARN = re.compile(r"arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:(.+)")
_PARTS = {"stateMachine": 2, "execution": 3}


def check_name(name: str) -> None:
    """Refuse what is no name of a state machine or an execution.

    Raises:
        ServiceError: InvalidName.

    """
    if not 0 < len(name) <= _LONGEST or _FORBIDDEN.search(name):
        raise ServiceError("InvalidName", f"Invalid Name: '{name}'")


def check_arn(arn: str, *kinds: str) -> None:
    """Refuse what is no ARN of one of these kinds of Step Functions.

    Raises:
        ServiceError: InvalidArn.

    """
    found = _ARN.fullmatch(arn)
    if not found:
        raise ServiceError("InvalidArn", f"Invalid Arn: 'Invalid ARN prefix: {arn}'")
    kind, *parts = found[1].split(":")
    if kind not in kinds:
        raise ServiceError("InvalidArn", f"Invalid Arn: 'Resource type not valid in this context: {kind}'")
    if len(parts) + 1 < _PARTS[kind] or not all(parts):
        raise ServiceError("InvalidArn", f"Invalid Arn: '{arn}'")
