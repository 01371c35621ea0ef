"""Policies fit into IAM at the longest legal names, in the partition and region with the longest ones too."""

import json
from typing import Any

import pytest

from tests.templates import resolve
from tests.templates.rendered import EXAMPLE, FOUNDATIONS, PRODUCTS, resources_of, template_of

ALL = [*PRODUCTS, *FOUNDATIONS]
# "IAM and AWS STS quotas", characters without white space: all inline policies of a role, one managed policy, a trust.
INLINE_LIMIT, MANAGED_LIMIT, TRUST_LIMIT = 10_240, 6_144, 2_048
# AWS KMS developer guide, "Resource quotas", and SageMaker's model of PutModelPackageGroupPolicy.
KEY_LIMIT, GROUP_LIMIT = 32_768, 20_480
# Room for what a product needs next: beyond this, move a part of the launch role to a managed policy.
LAUNCH_ROLE_LIMIT = 8_192
LONGEST = EXAMPLE | {"AWS::Partition": "aws-us-gov", "AWS::Region": "ap-southeast-1"}


def size(*documents: Any) -> int:
    return sum(len(json.dumps(resolve.filled_in(each, LONGEST), separators=(",", ":"))) for each in documents)


@pytest.mark.parametrize("name", ALL)
def test_inline_policies_and_trust_fit_into_a_role(name: str) -> None:
    for title, role in resources_of(template_of(name), "AWS::IAM::Role").items():
        properties = role["Properties"]
        assert size(*(policy["PolicyDocument"] for policy in properties.get("Policies", []))) <= INLINE_LIMIT, title
        assert size(properties["AssumeRolePolicyDocument"]) <= TRUST_LIMIT, title


@pytest.mark.parametrize("name", ALL)
def test_managed_policies_fit(name: str) -> None:
    for title, policy in resources_of(template_of(name), "AWS::IAM::ManagedPolicy").items():
        assert size(policy["Properties"]["PolicyDocument"]) <= MANAGED_LIMIT, title


def test_the_launch_role_has_room_left() -> None:
    role = template_of("spoke-roles")["Resources"]["LaunchRole"]["Properties"]
    assert size(*(policy["PolicyDocument"] for policy in role["Policies"])) <= LAUNCH_ROLE_LIMIT


@pytest.mark.parametrize("name", PRODUCTS)
def test_policies_of_keys_and_groups_fit(name: str) -> None:
    for title, key in resources_of(template_of(name), "AWS::KMS::Key").items():
        assert size(key["Properties"]["KeyPolicy"]) <= KEY_LIMIT, title
    for title, group in resources_of(template_of(name), "AWS::SageMaker::ModelPackageGroup").items():
        assert size(group["Properties"]["ModelPackageGroupPolicy"]) <= GROUP_LIMIT, title
