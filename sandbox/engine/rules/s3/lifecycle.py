"""Lifecycle configurations as S3 accepts and keeps them, and the date on which they delete an object.

Amazon S3 API Reference, PutBucketLifecycleConfiguration; User Guide, "Lifecycle configuration elements". Words recorded.
"""

import datetime
import secrets
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

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
_DAY = datetime.timedelta(days=1)


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
    if len(conditions) > 1 or (several is not None and within < 2):  # noqa: PLR2004 - And has at least two
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


def PutBucketLifecycleConfiguration(request: Request) -> Answer:  # noqa: N802 - AWS's name
    """Kept as the engine keeps rules, each with an id: S3 makes one where there is none."""
    bucket = request["Bucket"]
    with in_account_of(bucket):
        s3._bucket_lifecycle[bucket] = [_kept(rule) for rule in request["LifecycleConfiguration"]["Rules"]]
    return dict(_MOVES)


def GetBucketLifecycleConfiguration(request: Request) -> Answer:  # noqa: N802 - AWS's name
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


def expiration(bucket: str, key: str, record: dict[str, Any], tags: dict[str, str]) -> str | None:
    """The value of x-amz-expiration, the rule that deletes an object first; None where no rule does.

    User Guide, "How to calculate how long an object has been in a lifecycle": the midnight after so many days.
    """
    with in_account_of(bucket):
        rules = s3._bucket_lifecycle.get(bucket)
    if not isinstance(rules, list):
        return None
    written = datetime.datetime.fromisoformat(record["last_modified"].replace("Z", "+00:00"))
    size = record["size"]
    dates = sorted(
        (_date(rule["Expiration"], written), rule["ID"])
        for rule in rules
        if rule["Status"] == "Enabled" and _deletes(rule) and _applies(rule, key, size, tags)
    )
    return f'expiry-date="{dates[0][0]:%a, %d %b %Y} 00:00:00 GMT", rule-id="{quote(dates[0][1])}"' if dates else None


def _deletes(rule: dict[str, Any]) -> bool:
    return bool({"Days", "Date"} & set(rule.get("Expiration", {})))


def _date(settings: dict[str, Any], written: datetime.datetime) -> datetime.date:
    if "Date" in settings:
        return datetime.date.fromisoformat(settings["Date"][:10])
    return (written + int(settings["Days"]) * _DAY).date() + _DAY


def _applies(rule: dict[str, Any], key: str, size: int, tags: dict[str, str]) -> bool:
    conditions = rule.get("Filter") or {"Prefix": rule.get("Prefix", "")}
    return all(_conditions(conditions.get("And") or conditions, key, size, tags))


def _conditions(given: dict[str, Any], key: str, size: int, tags: dict[str, str]) -> Iterator[bool]:
    yield key.startswith(given.get("Prefix") or "")
    yield size > int(given.get("ObjectSizeGreaterThan", -1))
    yield "ObjectSizeLessThan" not in given or size < int(given["ObjectSizeLessThan"])
    wanted = given.get("Tags") or ([given["Tag"]] if given.get("Tag") else [])
    yield all(tags.get(tag["Key"]) == tag["Value"] for tag in wanted)
