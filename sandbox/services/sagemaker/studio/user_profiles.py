"""The operations of the user profiles of a Studio domain."""

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import now
from sandbox.api.types import Answer, Record, Request
from sandbox.services.sagemaker.records import listing
from sandbox.services.sagemaker.records.tables import tag
from sandbox.services.sagemaker.studio.checks import check_settings
from sandbox.services.sagemaker.studio.records import (
    USER_PROFILES,
    profile_arn,
    profile_of,
    profiles_in,
    remove,
    settled_domain_of,
    times,
)


def CreateUserProfile(request: Request) -> Answer:
    if "SingleSignOnUserIdentifier" in request or "SingleSignOnUserValue" in request:
        raise not_emulated("A user profile with IAM Identity Center")
    domain = settled_domain_of(request)
    identifier = profile_arn(domain["DomainId"], request["UserProfileName"])
    if identifier in USER_PROFILES.here():
        raise ServiceError("ResourceInUse", f"UserProfile [{identifier}] already exists.")
    check_settings(request)
    members = {name: value for name, value in request.items() if name != "Tags"}
    profile: Record = {**members, "UserProfileArn": identifier, "Status": "InService", **times()}
    USER_PROFILES.here()[identifier] = profile
    tag(identifier, request.get("Tags", []))
    return {"UserProfileArn": identifier}


def DescribeUserProfile(request: Request) -> Answer:
    return listing.describe("DescribeUserProfile", profile_of(request))


def ListUserProfiles(request: Request) -> Answer:
    domain = request.get("DomainIdEquals")
    found = profiles_in(domain) if domain else [*USER_PROFILES.here().values()]
    named = [one for one in found if request.get("UserProfileNameContains", "") in one["UserProfileName"]]
    return listing.summaries("ListUserProfiles", request, named)


def UpdateUserProfile(request: Request) -> Answer:
    check_settings(request)
    profile = profile_of(request)
    profile |= {"UserSettings": request.get("UserSettings", {}), "LastModifiedTime": now()}
    return {"UserProfileArn": profile["UserProfileArn"]}


def DeleteUserProfile(request: Request) -> None:
    profile = profile_of(request)
    remove(USER_PROFILES, profile["UserProfileArn"], profile["UserProfileArn"])
