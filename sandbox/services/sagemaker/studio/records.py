"""Stored domains and user profiles: found by what a request names, described, and changed one change at a time."""

import datetime
from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn, now
from sandbox.api.store import Table
from sandbox.api.types import Record, Request
from sandbox.services.sagemaker.records.tables import STORE, TAGS

DOMAINS: Table[Record] = Table(STORE, "domains")
"""By id."""
USER_PROFILES: Table[Record] = Table(STORE, "user-profiles")
"""By ARN."""
SETTLES_AFTER = datetime.timedelta(seconds=0.2)
"""How long a domain is Pending or Updating."""


def domain_of(request: Request) -> Record:
    identifier = request["DomainId"]
    if identifier not in DOMAINS.here():
        raise ServiceError("ResourceNotFound", f"Could not find Domain [{identifier}].")
    return DOMAINS.here()[identifier]


def status_of(domain: Record) -> str:
    """Of its last change, which ends by itself."""
    return "InService" if now() - domain["LastModifiedTime"] >= SETTLES_AFTER else str(domain["changing"])


def settled_domain_of(request: Request) -> Record:
    domain = domain_of(request)
    if status_of(domain) != "InService":
        problem = f"Domain [{domain['DomainArn']}] is {status_of(domain)}: try again when it is InService."
        raise ServiceError("ResourceInUse", problem)
    return domain


def profile_arn(domain: str, name: str) -> str:
    """AWS writes the name in lower case: github.com/aws/amazon-sagemaker-feedback issue 113."""
    return arn("sagemaker", f"user-profile/{domain}/{name.lower()}")


def profile_of(request: Request) -> Record:
    identifier = profile_arn(request["DomainId"], request["UserProfileName"])
    if identifier not in USER_PROFILES.here():
        problem = f"Could not find UserProfile [{request['UserProfileName']}] in Domain [{request['DomainId']}]."
        raise ServiceError("ResourceNotFound", problem)
    return USER_PROFILES.here()[identifier]


def profiles_in(domain: str) -> list[Record]:
    return [profile for profile in USER_PROFILES.here().values() if profile["DomainId"] == domain]


def remove(table: Table[Record], key: str, identifier: str) -> None:
    del table.here()[key]
    TAGS.here().pop(identifier, None)


def times() -> dict[str, Any]:
    return {"CreationTime": now(), "LastModifiedTime": now()}
