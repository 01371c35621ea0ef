"""CloudFormation's sentences for what does not exist, which differ from operation to operation, as recorded."""

import re
from collections.abc import Callable

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request

_STACK = re.compile(r"Stack \[(.*)\] does not exist")
_RESOURCE = re.compile(r"Resource \[(.*)\] does not exist in stack \[(.*)\]")


def _in_words(stack: str) -> Callable[[Request, ServiceError], ServiceError]:
    def corrected(_request: Request, error: ServiceError) -> ServiceError:
        found = _STACK.fullmatch(error.message)
        if found:
            return ServiceError(error.code, stack.format(found[1]), error.status, error.members)
        missing = _RESOURCE.fullmatch(error.message)
        if missing:
            text = f"Resource {missing[1]} does not exist for stack {missing[2]}"
            return ServiceError(error.code, text, error.status, error.members)
        return error

    return corrected


ERROR_CORRECTIONS = {
    "DescribeStackResource": _in_words("Stack '{}' does not exist"),
    "DescribeStackResources": _in_words("Stack with id {} does not exist"),
    "ListStackResources": _in_words("Stack with id {} does not exist"),
    "GetTemplate": _in_words("Stack with id {} does not exist"),
    "GetTemplateSummary": _in_words("Stack with id {} does not exist"),
}
