"""Lifecycle configurations as S3 accepts and keeps them.

Amazon S3 API Reference, PutBucketLifecycleConfiguration; User Guide, "Lifecycle configuration elements".
"""

import datetime
import secrets
from typing import Any

from ministack.services import s3

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.s3.buckets import in_account_of, invalid_argument, malformed_xml, require

_ACTIONS = ("Expiration", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload")
_TRANSITIONS = ("Transitions", "NoncurrentVersionTransitions")
_MOVES = {"TransitionDefaultMinimumObjectSize": "all_storage_classes_128K"}
_MANY_VERSIONS = "NewerNoncurrentVersions"
_POSITIVE = {
    "Expiration": "Days",
    "NoncurrentVersionExpiration": "NoncurrentDays",
    "AbortIncompleteMultipartUpload": "DaysAfterInitiation",
}
_LONGEST_ID = 255


def check(request: Request) -> None:
    require(request["Bucket"])
    rules = request.get("LifecycleConfiguration", {}).get("Rules")
    if not rules:
        raise malformed_xml()
    for rule in rules:
        _check_offer(rule)
        _check_filter(rule)
        _check_actions(rule)
    names = [rule["ID"] for rule in rules if rule.get("ID")]
    if any(len(name) > _LONGEST_ID for name in names):
        raise ServiceError("InvalidArgument", "ID length should not exceed allowed limit of 255")
    if len(names) != len(set(names)):
        raise ServiceError("InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule")


def _check_offer(rule: dict[str, Any]) -> None:
    used = [name for name in _TRANSITIONS if rule.get(name)]
    used += [_MANY_VERSIONS] if _MANY_VERSIONS in rule.get("NoncurrentVersionExpiration", {}) else []
    if used:
        raise not_emulated(f"{', '.join(used)} of a lifecycle rule")


def _check_filter(rule: dict[str, Any]) -> None:
    """Exactly one of Filter and the older Prefix; one condition in a filter, or several below And."""
    chosen = rule.get("Filter")
    if (chosen is None) == (rule.get("Prefix") is None) or rule.get("Status") not in ("Enabled", "Disabled"):
        raise malformed_xml()
    conditions = [name for name, value in (chosen or {}).items() if value is not None]
    several = (chosen or {}).get("And")
    tags = [tag["Key"] for tag in (several or {}).get("Tags", [])]
    within = len(tags) + sum(name != "Tags" for name in several or {})
    if len(conditions) > 1 or (several is not None and within < 2):
        raise malformed_xml()
    if len(tags) != len(set(tags)):
        raise ServiceError("InvalidRequest", "Duplicate Tag Keys are not allowed.")


def _check_actions(rule: dict[str, Any]) -> None:
    actions = {name: rule[name] for name in _ACTIONS if rule.get(name) is not None}
    if not actions:
        raise ServiceError("InvalidRequest", "At least one action needs to be specified in a rule")
    if any(len(settings) != 1 for settings in actions.values()):
        raise malformed_xml()
    for name, settings in actions.items():
        days = settings.get(_POSITIVE[name])
        if days is not None and int(days) <= 0:
            message = f"'{_POSITIVE[name]}' for {name} action must be a positive integer"
            raise invalid_argument(_POSITIVE[name], days, message)
    date = rule.get("Expiration", {}).get("Date")
    if date and date.timetz().replace(tzinfo=None) != datetime.time():
        raise invalid_argument("Date", f"{date:%Y-%m-%dT%H:%M:%S.000Z}", "'Date' must be at midnight GMT")


def PutBucketLifecycleConfiguration(request: Request) -> Answer:
    """Kept as the engine keeps rules, each with an id: S3 makes one where there is none."""
    bucket = request["Bucket"]
    with in_account_of(bucket):
        s3._bucket_lifecycle[bucket] = [_kept(rule) for rule in request["LifecycleConfiguration"]["Rules"]]
    return dict(_MOVES)


def GetBucketLifecycleConfiguration(request: Request) -> Answer:
    bucket = request["Bucket"]
    require(bucket)
    with in_account_of(bucket):
        rules = s3._bucket_lifecycle.get(bucket)
    if not rules:
        missing = "The lifecycle configuration does not exist"
        raise ServiceError("NoSuchLifecycleConfiguration", missing, 404, {"BucketName": bucket})
    return {"Rules": [_shown(rule) for rule in rules]} | _MOVES


def _shown(rule: dict[str, Any]) -> dict[str, Any]:
    date = rule.get("Expiration", {}).get("Date")
    return rule | {"Expiration": {"Date": datetime.datetime.fromisoformat(date)}} if date else rule


def _kept(rule: dict[str, Any]) -> dict[str, Any]:
    expiration = rule.get("Expiration")
    if expiration and "Date" in expiration:
        rule = rule | {"Expiration": {"Date": f"{expiration['Date']:%Y-%m-%dT00:00:00.000Z}"}}
    return {"ID": rule.get("ID") or secrets.token_urlsafe(36)} | rule
