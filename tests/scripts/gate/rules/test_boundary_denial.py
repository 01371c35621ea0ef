"""Boundaries that let code approve or change roles."""

from typing import Any

import pytest

from scripts.gate.rules.boundary_denial import MODELS, ROLES, check
from tests.scripts.gate.small import deny, document, reported, resource, template

ROLE_ACTIONS = " ".join(f"iam:{action}" for action in ROLES.split())
MODEL_ACTIONS = " ".join(f"sagemaker:{action}" for action in MODELS.split())
DENIALS = (
    deny(MODEL_ACTIONS, "*"),
    deny(
        "sagemaker:CreateModelPackage", "*", StringNotEquals={"sagemaker:ModelApprovalStatus": "PendingManualApproval"}
    ),
    deny("codepipeline:PutApprovalResult", "*"),
    deny("sts:AssumeRole", "arn:${AWS::Partition}:iam::*:role/mlops-catalog/mlops-catalog-approver*"),
    deny(ROLE_ACTIONS, "*"),
)


def of(*denials: dict[str, Any]) -> list[str]:
    policy = resource(
        "AWS::IAM::ManagedPolicy", ManagedPolicyName="mlops-catalog-boundary", PolicyDocument=document(*denials)
    )
    return reported(check, template({"Boundary": policy}, "foundation"))


def test_a_boundary_that_denies_all_of_it_is_good() -> None:
    assert of(*DENIALS) == []


@pytest.mark.parametrize("number", range(len(DENIALS)))
def test_every_denial_is_needed(number: int) -> None:
    assert of(*DENIALS[:number], *DENIALS[number + 1 :]) == ["Boundary"]


@pytest.mark.parametrize("number", range(len(DENIALS)))
def test_a_denial_under_a_further_condition_is_none(number: int) -> None:
    denials = [dict(denial) for denial in DENIALS]
    denials[number]["Condition"] = {**denials[number].get("Condition", {}), "Bool": {"aws:ViaAWSService": "true"}}
    assert of(*denials) == ["Boundary"]
