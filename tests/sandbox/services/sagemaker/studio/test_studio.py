"""Studio domains and user profiles: what a domain needs, what refers to it, and in which order it goes."""

import time
from typing import Any

import pytest

NETWORK = {"VpcId": "vpc-00000001", "SubnetIds": ["subnet-00000001"]}


@pytest.fixture(scope="module")
def role(cloud: Any) -> str:
    return cloud.role(cloud.development, "studio", "sagemaker.amazonaws.com", "sagemaker:DescribeDomain")


@pytest.fixture
def request_of(cloud: Any, role: str) -> dict[str, Any]:
    """A domain that nothing is missing of."""
    settings = {"ExecutionRole": role, "SecurityGroups": ["sg-00000001"]}
    return {
        "DomainName": cloud.unique("domain"),
        "AuthMode": "IAM",
        "AppNetworkAccessType": "VpcOnly",
        "HomeEfsFileSystemCreation": "Disabled",
        "DefaultUserSettings": settings,
        **NETWORK,
    }


def _client(cloud: Any) -> Any:
    return cloud.client("sagemaker", cloud.development)


def _in_service(cloud: Any, request: dict[str, Any]) -> str:
    identifier = _client(cloud).create_domain(**request)["DomainId"]
    while _client(cloud).describe_domain(DomainId=identifier)["Status"] != "InService":
        time.sleep(0.05)
    return identifier


def test_a_domain_is_described_as_it_was_created_and_has_a_name_of_its_own(cloud: Any, request_of: Any) -> None:
    identifier = _in_service(cloud, request_of)
    found = _client(cloud).describe_domain(DomainId=identifier)
    assert {name: found[name] for name in request_of} == request_of
    assert cloud.code_of(_client(cloud).create_domain, **request_of) == "ResourceInUse"


@pytest.mark.parametrize(
    "change",
    [
        {"VpcId": "vpc-99999999"},
        {"SubnetIds": ["subnet-99999999"]},
        {"KmsKeyId": "0123abcd-1111-2222-3333-444444444444"},
    ],
)
def test_a_domain_needs_a_network_and_a_key_that_exist(cloud: Any, request_of: Any, change: Any) -> None:
    assert cloud.code_of(_client(cloud).create_domain, **request_of | change) == "ValidationException"


def test_vpc_only_needs_security_groups(cloud: Any, request_of: Any, role: str) -> None:
    request_of["DefaultUserSettings"] = {"ExecutionRole": role}
    assert cloud.code_of(_client(cloud).create_domain, **request_of) == "ValidationException"


def test_a_profile_is_of_one_domain_which_stays_while_it_has_profiles(cloud: Any, request_of: Any, role: str) -> None:
    client, identifier = _client(cloud), _in_service(cloud, request_of)
    ada = {"DomainId": identifier, "UserProfileName": "Ada"}
    assert client.create_user_profile(**ada)["UserProfileArn"].endswith(f":user-profile/{identifier}/ada")
    assert cloud.code_of(client.create_user_profile, **ada) == "ResourceInUse"
    missing = {"DomainId": "d-000000000000", "UserProfileName": "Ada"}
    assert cloud.code_of(client.create_user_profile, **missing) == "ResourceNotFound"
    assert cloud.code_of(client.delete_domain, DomainId=identifier) == "ResourceInUse"
    client.delete_user_profile(**ada)
    client.delete_domain(DomainId=identifier)
    assert cloud.code_of(client.describe_domain, DomainId=identifier) == "ResourceNotFound"


def test_a_domain_that_is_being_changed_takes_no_profile(cloud: Any, request_of: Any) -> None:
    client, identifier = _client(cloud), _in_service(cloud, request_of)
    client.update_domain(DomainId=identifier, DefaultUserSettings=request_of["DefaultUserSettings"])
    ada = {"DomainId": identifier, "UserProfileName": "ada"}
    assert cloud.code_of(client.create_user_profile, **ada) == "ResourceInUse"
