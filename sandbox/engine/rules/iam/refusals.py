"""IAM's words where the engine has others.

Recorded: localstack, tests of IAM (policies that do not exist) and `services/iam/provider.py`; versity/versitygw,
`iamapi/controller_test.go` (roles); moto, `iam/models.py` (a policy that is not attached, more than one version).
"""

import re
from collections.abc import Callable, Iterable

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request

_ROLE = re.compile(r"Role .* not found\.")
_POLICY = re.compile(r"Policy (.* )?(not found|is not attached to role .*)\.")
_VERSION = re.compile(r"Policy version .* not found\.")
_OF_VERSIONS = frozenset({"GetPolicyVersion", "DeletePolicyVersion", "SetDefaultPolicyVersion"})
_MOST_VERSIONS = (
    "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version."
)


def error_corrections(operations: Iterable[str]) -> dict[str, Callable[[Request, ServiceError], ServiceError]]:
    """For every operation what gives an engine's refusal IAM's words."""
    return {operation: _error_correction(operation) for operation in operations}


def _error_correction(operation: str) -> Callable[[Request, ServiceError], ServiceError]:
    def correct(request: Request, error: ServiceError) -> ServiceError:
        return ServiceError(error.code, _message(operation, request, error.message), error.status)

    return correct


def _message(operation: str, request: Request, message: str) -> str:
    policy = request.get("PolicyArn")
    if _ROLE.fullmatch(message):
        return f"The role with name {request['RoleName']} cannot be found."
    if operation in _OF_VERSIONS and (_VERSION.fullmatch(message) or _POLICY.fullmatch(message)):
        return f"Policy {policy} version {request['VersionId']} does not exist or is not attachable."
    if _POLICY.fullmatch(message):
        return f"Policy {policy} was not found."
    return _WORDS.get(message, message)


_WORDS = {
    "Cannot delete entity, must delete all inline policies first.": "Cannot delete entity, must delete policies first.",
    "A managed policy can have at most 5 versions.": _MOST_VERSIONS,
}
