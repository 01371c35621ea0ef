"""Identifiers, ARNs and times as AWS forms them."""

import datetime
import secrets
import string

from ministack.core.responses import get_account_id, get_region


def new_id(prefix: str, length: int = 13) -> str:
    return f"{prefix}-" + "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(length))


def arn(service: str, resource: str, account: str | None = None) -> str:
    return f"arn:aws:{service}:{get_region()}:{account or get_account_id()}:{resource}"


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)
