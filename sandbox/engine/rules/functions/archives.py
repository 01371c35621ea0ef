"""Deployment packages: Lambda developer guide, "Lambda quotas"; the refusals are recorded."""

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request

_REQUEST_BYTES, _ZIPPED_BYTES = 70_167_211, 52_428_800
_CODE = "RequestEntityTooLargeException"


def check(code: Request, operation: str) -> None:
    """The engine checks the unzipped size; only archives within the request are emulated."""
    others = sorted(set(code) - {"ZipFile"})
    if others or "ZipFile" not in code:
        raise not_emulated(f"{', '.join(others) or 'code without ZipFile'} of lambda:{operation}")
    size = len(code["ZipFile"])
    if -(-size // 3) * 4 > _REQUEST_BYTES:
        problem = f"Request must be smaller than {_REQUEST_BYTES} bytes for the {operation} operation"
        raise ServiceError(_CODE, problem, 413)
    if size > _ZIPPED_BYTES:
        raise ServiceError(_CODE, f"Zipped size must be smaller than {_ZIPPED_BYTES} bytes", 413)
