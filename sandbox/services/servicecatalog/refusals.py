"""The refusals of Service Catalog that several operations have: Service Catalog API reference, errors of operations."""

from typing import NoReturn

from sandbox.api.errors import ServiceError


def not_found(noun: str, identifier: str) -> NoReturn:
    raise ServiceError("ResourceNotFoundException", f"{noun} {identifier} not found.")


def invalid(message: str) -> ServiceError:
    return ServiceError("InvalidParametersException", message)


def in_use(message: str) -> ServiceError:
    return ServiceError("ResourceInUseException", message)
