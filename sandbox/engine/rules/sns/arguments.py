"""What SNS says of arguments that it cannot use; the wording is recorded."""

from ministack.core.responses import get_region

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request

_PARTS_OF_TOPIC = 6
_REGION = 3


def invalid(what: str) -> ServiceError:
    return ServiceError("InvalidParameter", f"Invalid parameter: {what}")


def check_topic(request: Request, name: str = "TopicArn") -> None:
    """Refuse what is no ARN of a topic in the region of the request."""
    parts = _parts(request, name)
    if len(parts) != _PARTS_OF_TOPIC or parts[2] != "sns" or parts[_REGION] != get_region():
        raise invalid(name)


def check_subscription(request: Request) -> None:
    if len(_parts(request, "SubscriptionArn")) == _PARTS_OF_TOPIC:
        raise invalid("SubscriptionId")


def _parts(request: Request, name: str) -> list[str]:
    if not request.get(name):
        raise invalid(f"{name} Reason: no value for required parameter")
    parts = request[name].split(":")
    if len(parts) < _PARTS_OF_TOPIC:
        raise invalid(f"{name} Reason: An ARN must have at least 6 elements, not {len(parts)}")
    return parts
