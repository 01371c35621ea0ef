"""The date on which a lifecycle deletes an object: Amazon S3 User Guide, "Lifecycle configuration elements"."""

import datetime
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ministack.services import s3

from sandbox.engine.rules.s3.buckets import in_account_of

_DAY = datetime.timedelta(days=1)


def header(bucket: str, key: str, record: dict[str, Any], tags: dict[str, str]) -> str | None:
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
