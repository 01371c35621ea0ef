"""CORS of buckets: Amazon S3 API Reference, PutBucketCors, and User Guide, "Elements of a CORS configuration"."""

from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request
from sandbox.engine.rules.s3.buckets import exists, malformed_xml

_METHODS = ("GET", "PUT", "HEAD", "POST", "DELETE")
_MOST_RULES = 100


def check(request: Request) -> None:
    rules = request.get("CORSConfiguration", {}).get("CORSRules") or []
    if not exists(request["Bucket"]):
        return
    if not rules:
        raise malformed_xml()
    if len(rules) > _MOST_RULES:
        message = "The number of CORS rules should not exceed allowed limit of 100 rules."
        raise ServiceError("InvalidRequest", message)
    for rule in rules:
        _check_rule(rule)


def _check_rule(rule: dict[str, Any]) -> None:
    if not rule.get("AllowedMethods") or not rule.get("AllowedOrigins"):
        raise malformed_xml()
    unknown = [method for method in rule["AllowedMethods"] if method not in _METHODS]
    if unknown:
        message = f"Found unsupported HTTP method in CORS config. Unsupported method is {unknown[0]}"
        raise ServiceError("InvalidRequest", message)
    values = [(name, value) for name in ("AllowedOrigin", "AllowedHeader") for value in rule.get(f"{name}s") or []]
    for element, value in values:
        if value.count("*") > 1:
            message = f'{element} "{value}" can not have more than one wildcard.'
            raise ServiceError("InvalidRequest", message)
