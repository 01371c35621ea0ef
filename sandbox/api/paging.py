"""Pages of an answer: clients that forget to ask for the next one must notice here, not at AWS."""

import base64
import binascii
from typing import Any, NamedTuple

from sandbox.api.errors import ServiceError
from sandbox.api.shapes import OperationModel

_DEFAULT_SIZE = 20


class Words(NamedTuple):
    """What a service calls the token it takes, the token it gives and the size of a page."""

    given: str
    returned: str
    size: str


_DIALECTS = (
    Words("PageToken", "NextPageToken", "PageSize"),
    Words("PageToken", "PageToken", "PageSize"),
    Words("NextToken", "NextToken", "MaxResults"),
    Words("nextToken", "nextToken", "maxResults"),
)


def page(operation: OperationModel, request: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """The page of `answer` that `request` asks for; the whole of it where the operation has no pages."""
    words = _words(operation)
    rows = words and _rows(operation)
    if not words or rows not in answer:
        return answer
    start = _start(request.get(words.given))
    end = start + request.get(words.size, _DEFAULT_SIZE)
    cut = {**answer, rows: answer[rows][start:end]}
    if end < len(answer[rows]):
        cut[words.returned] = base64.urlsafe_b64encode(str(end).encode()).decode()
    return cut


def _words(operation: OperationModel) -> Words | None:
    if not operation.input_shape or not operation.output_shape:
        return None
    takes, gives = operation.input_shape.members, operation.output_shape.members
    return next((words for words in _DIALECTS if words.given in takes and words.returned in gives), None)


def _rows(operation: OperationModel) -> str:
    """The listed member; tags that come as a map have none, and no pages."""
    members = operation.output_shape.members.items()
    return next((name for name, shape in members if shape.type_name == "list"), "")


def _start(token: str | None) -> int:
    try:
        return int(base64.urlsafe_b64decode(token)) if token else 0
    except (binascii.Error, ValueError):
        raise ServiceError("InvalidParametersException", "Invalid page token.") from None
