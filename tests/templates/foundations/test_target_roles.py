"""The roles of a stage's account: who may assume them, and all that creating an endpoint takes."""

import json
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.templates.needed_actions import declared
from tests.templates.rendered import filled_in, resources_of, template_of
from tests.templates.statements import of_role, roles

RELEASE = Path(__file__).parents[3] / "release"
WRITE = """
import json
from deployment.choices import Choices
from deployment.endpoint import Served, template
from deployment.settings import EndpointType, Traffic
made = [template(Served(kind, Traffic.ALL_AT_ONCE, Choices(), {})) for kind in EndpointType]
print(json.dumps(sorted({body["Type"] for one in made for body in one["Resources"].values()})))
"""
# Handlers declare for every property there is.
NOT_NEEDED = {
    "application-autoscaling:DeleteScheduledAction": "the template schedules nothing",
    "application-autoscaling:PutScheduledAction": "the template schedules nothing",
    "lambda:*": "provisioned concurrency of functions",
}


def types() -> list[str]:
    command = [sys.executable, "-c", WRITE]
    return json.loads(subprocess.run(command, cwd=RELEASE, capture_output=True, text=True, check=True).stdout)


@pytest.mark.parametrize("kind", types())
def test_stage_role_may_do_what_the_handler_of_each_type_does(kind: str) -> None:
    granted = [action for found in _role() for action in found.actions]
    missing = [action for action in declared(kind) if action not in granted and not _excused(action)]
    assert missing == []


@pytest.mark.parametrize("excuse", NOT_NEEDED)
def test_every_exception_is_one_that_a_handler_declares_and_the_role_lacks(excuse: str) -> None:
    declared_by_handlers = {action for kind in types() for action in declared(kind) if fnmatchcase(action, excuse)}
    granted = {action for found in _role() for action in found.actions}
    assert declared_by_handlers
    assert not declared_by_handlers & granted


def test_auto_scaling_may_probe_what_it_validates_with_the_stage_role() -> None:
    """Application Auto Scaling user guide, "Permissions validation for ... API calls on target resources"."""
    probed = {"sagemaker:DescribeEndpoint", "sagemaker:DescribeEndpointConfig", "cloudwatch:DescribeAlarms"}
    probed |= {"sagemaker:UpdateEndpointWeightsAndCapacities", "cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms"}
    assert probed <= {action for found in _role() for action in found.actions}


def test_model_may_describe_the_alarms_that_roll_it_back() -> None:
    """SageMaker developer guide, "Auto-Rollback Configuration and Monitoring"."""
    granted = {action for found in _of("mlops-catalog-endpoint") for action in found.actions}
    assert "cloudwatch:DescribeAlarms" in granted


def test_stages_have_no_access_to_the_registry() -> None:
    for title, role in roles("target").items():
        actions = [action for found in of_role(title, role, "target") for action in found.actions]
        assert not [action for action in actions if "ModelPackage" in action], title


@pytest.mark.parametrize(("role", "suffix"), [("DeployRole", "deploy-pipeline"), ("EndpointTestRole", "test")])
def test_stage_account_trusts_one_role_of_each_project(role: str, suffix: str) -> None:
    trust = filled_in(template_of("target")["Resources"][role]["Properties"]["AssumeRolePolicyDocument"])
    (statement,) = trust["Statement"]
    assert statement["Condition"]["ArnLike"]["aws:PrincipalArn"] == (
        f"arn:aws:iam::*:role/mlops-catalog/sagemaker-*-{suffix}"
    )
    names = [
        filled_in(body["Properties"]["RoleName"])
        for body in resources_of(template_of("deploy"), "AWS::IAM::Role").values()
    ]
    assert len([name for name in names if name.endswith(f"-{suffix}")]) == 1


def _role() -> list:
    return _of("mlops-catalog-cloudformation")


def _of(name: str) -> list:
    found = {title: role for title, role in roles("target").items() if role["Properties"]["RoleName"] == name}
    ((title, role),) = found.items()
    return list(of_role(title, role, "target"))


def _excused(action: str) -> bool:
    return any(fnmatchcase(action, excuse) for excuse in NOT_NEEDED)
