"""How Lambda refuses: recorded; all but what its model forbids names the type of the one to blame."""

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request

_USER = {"Type": "User"}


def invalid(message: str) -> ServiceError:
    return ServiceError("InvalidParameterValueException", message, 400, _USER)


def not_found(message: str) -> ServiceError:
    return ServiceError("ResourceNotFoundException", message, 404, _USER)


def of_user(_request: Request, error: ServiceError) -> ServiceError:
    """A refusal of the engine."""
    return ServiceError(error.code, error.message, error.status, {**error.members, **_USER})
