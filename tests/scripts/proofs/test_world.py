"""Templates become the policies that CloudFormation would make of them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from scripts.proofs.world.accounts import DEVELOPMENT, REGION
from scripts.proofs.world.launches import VICTIM
from scripts.proofs.world.stacks import Stack
from scripts.proofs.world.world import Texts, World
from templates import PRODUCTS

TEMPLATE: dict[str, Any] = {
    "Parameters": {"Names": {"Type": "CommaDelimitedList", "Default": "a,b"}, "Stage": {"Type": "String"}},
    "Conditions": {
        "Live": {"Fn::Equals": [{"Ref": "Stage"}, "production"]},
        "Not": {"Fn::Not": [{"Condition": "Live"}]},
    },
    "Mappings": {"Hosts": {REGION: {"page": "https://console"}}},
    "Resources": {
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": "one-${Stage}"}}},
        "Left": {"Type": "AWS::SQS::Queue", "Condition": "Not", "Properties": {"QueueName": "left"}},
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r", "Path": "/p/"}},
        "Group": {"Type": "AWS::SageMaker::ModelPackageGroup", "Properties": {"ModelPackageGroupName": "Demo"}},
    },
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "Names"}, ["a", "b"]),
        ({"Ref": "Bucket"}, "one-production"),
        ({"Fn::GetAtt": ["Bucket", "Arn"]}, "arn:aws:s3:::one-production"),
        ({"Fn::Sub": "${Bucket.Arn}/x*"}, "arn:aws:s3:::one-production/x*"),
        ({"Fn::Sub": ["${Own}-${Stage}-${!literal}", {"Own": "1"}]}, "1-production-${literal}"),
        ({"Fn::GetAtt": ["Role", "Arn"]}, f"arn:aws:iam::{DEVELOPMENT}:role/p/r"),
        (
            {"Fn::GetAtt": ["Group", "ModelPackageGroupArn"]},
            f"arn:aws:sagemaker:{REGION}:{DEVELOPMENT}:model-package-group/demo",
        ),
        ({"Fn::Select": [2, {"Fn::Split": ["-", "a-b-c"]}]}, "c"),
        ({"Fn::Join": [",", {"Ref": "Names"}]}, "a,b"),
        ({"Fn::If": ["Live", "yes", "no"]}, "yes"),
        ({"Fn::FindInMap": ["Hosts", {"Ref": "AWS::Region"}, "page"]}, "https://console"),
        ([1, {"Ref": "AWS::NoValue"}, {"Fn::If": ["Not", 2, {"Ref": "AWS::NoValue"}]}], [1]),
        ("{{resolve:ssm:/models/x}}", "bucket-of-x"),
    ],
)
def test_a_function_gives_what_cloudformation_documents(value: Any, expected: Any) -> None:
    stack = Stack("s", DEVELOPMENT, REGION, TEMPLATE, {"Stage": "production"}, {"/models/x": "bucket-of-x"})
    assert stack.scope.resolve(value) == expected


def test_a_resource_without_its_condition_is_not_made() -> None:
    made = Stack("s", DEVELOPMENT, REGION, TEMPLATE, {"Stage": "production"}).resources
    assert "Left" not in made
    assert "Left" in Stack("s", DEVELOPMENT, REGION, TEMPLATE, {"Stage": "staging"}).resources


@pytest.mark.parametrize("product", [product.name for product in PRODUCTS])
def test_nothing_of_a_function_is_left_in_any_policy(
    product: str, texts: Texts, worlds: Callable[[str, Texts], World]
) -> None:
    facts = worlds(product, texts).facts
    written = json.dumps([facts.policies, [[found.policies, found.boundary] for found in facts.principals.values()]])
    assert "Fn::" not in written
    assert '"Ref"' not in written
    assert "{{resolve" not in written


@pytest.mark.parametrize("product", [product.name for product in PRODUCTS])
def test_every_role_of_a_project_has_a_boundary(
    product: str, texts: Texts, worlds: Callable[[str, Texts], World]
) -> None:
    world = worlds(product, texts)
    assert world.roles(VICTIM)
    assert [role for role in world.roles(VICTIM) if world.facts.principals[role].boundary is None] == []


def test_a_launch_that_is_redirected_keeps_the_settings_that_its_form_has_one_value_for(
    texts: Texts, worlds: Callable[[str, Texts], World]
) -> None:
    stacks = {name: stack for name, stack in worlds("deploy", texts).stacks if stack.name.startswith("SC-")}
    assert stacks["p-redirected00"].values["ProductionAccount"] == stacks[VICTIM].values["ProductionAccount"]
