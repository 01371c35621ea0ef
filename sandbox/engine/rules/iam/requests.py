"""What IAM refuses before it looks at anything: members that violate its model, in IAM's wording."""

import re

from sandbox.api.types import Request
from sandbox.engine.rules.iam.attachments import check_arn

# IAM shows no values; versity/versitygw, `iamapi/controller_test.go`, and localstack, `services/iam/provider.py`.
_VALUE = re.compile(r"Value '.*?' at '([\w.]+)' failed to satisfy constraint: ", re.DOTALL)
_CONSTRAINT = r"1 validation error detected: Value at '(\w+)' failed to satisfy constraint: "
_PATTERN = re.compile(_CONSTRAINT + r"Member must satisfy regular expression pattern: .*", re.DOTALL)
_TAG_KEY = re.compile(r"Value at 'tagKeys\.\d+\.member' failed to satisfy constraint: Member must .*", re.DOTALL)
_OF_A_TAG_KEY = (
    "Value at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less "
    "than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression "
    r"pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+, Member must not be null]"
)
_NAMES = "It must contain only alphanumeric characters and/or the following: +=,.@_-"
_PATHS = "It must begin and end with / and contain only alphanumeric characters and/or / characters."
_PREFIXES = "It must begin with the / character and contain only alphanumeric characters and/or / characters."
_SENTENCES = {
    "roleName": _NAMES,
    "policyName": _NAMES,
    "path": _PATHS,
    "pathPrefix": _PREFIXES,
    "policyDocument": "It must contain only printable ASCII characters.",
}


def check_arns(request: Request) -> None:
    for name in {"PolicyArn", "PermissionsBoundary"} & set(request):
        check_arn(request[name])


def words(_operation: str, _request: Request, sentence: str) -> str:
    """IAM's own sentences for some members, and no values in the others."""
    shown = _TAG_KEY.sub(
        lambda _found: _OF_A_TAG_KEY, _VALUE.sub(r"Value at '\1' failed to satisfy constraint: ", sentence)
    )
    found = _PATTERN.fullmatch(shown)
    if found and found[1] in _SENTENCES:
        return f"The specified value for {found[1]} is invalid. {_SENTENCES[found[1]]}"
    return shown
