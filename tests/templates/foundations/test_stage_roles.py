"""A project's roles in a stage's account: who may assume them, what an endpoint takes, and nothing that others have."""

import json
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from tests.templates import resolve
from tests.templates.needed_actions import declared
from tests.templates.rendered import EXAMPLE, LONGEST_STAGE_ID, filled_in, resources_of, template_of
from tests.templates.statements import Found, of_role, roles

RELEASE = Path(__file__).parents[3] / "release"
WRITE = """
import json
from deployment.choices import Choices
from deployment.endpoint import Served, template
from deployment.settings import EndpointType, Traffic
made = [template(Served(kind, Traffic.ALL_AT_ONCE, Choices(), {})) for kind in EndpointType]
print(json.dumps(sorted({body["Type"] for one in made for body in one["Resources"].values()})))
"""
ID = LONGEST_STAGE_ID
STAGE_ROLES = {
    "DeployRole": "deploy",
    "CloudformationRole": "cloudformation",
    "EndpointRole": "endpoint",
    "TestRole": "test",
}
READ_ALL = {"sagemaker:DescribeEndpointConfig", "sagemaker:DescribeModel", "sagemaker:ListTags"}
# Ids of 12 and 13 characters behind `p-` that share a beginning or an end with the project's, and others.
HOSTILE = (ID[:-1], f"p-a{ID[3:]}", f"{ID[:-1]}a", "p-0123456789ab")
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
    granted = {action for found in _of("EndpointRole") for action in found.actions}
    assert "cloudwatch:DescribeAlarms" in granted


def test_stages_have_no_access_to_the_registry() -> None:
    for title in STAGE_ROLES:
        actions = [action for found in _of(title) for action in found.actions]
        assert not [action for action in actions if "ModelPackage" in action], title


def test_the_template_has_no_parameters_and_four_bounded_roles() -> None:
    template = template_of("stage-roles")
    assert "Parameters" not in template
    assert set(template["Resources"]) == set(STAGE_ROLES)
    for title, role in STAGE_ROLES.items():
        properties = filled_in(template["Resources"][title]["Properties"])
        assert properties["RoleName"] == f"sagemaker-{ID}-production-{role}"
        assert properties["Path"] == "/mlops-catalog/"
        assert properties["PermissionsBoundary"] == (
            "arn:aws:iam::222222222222:policy/mlops-catalog/mlops-catalog-stage-boundary"
        )
        assert {"Key": "sagemaker:project-id", "Value": ID} in properties["Tags"]


@pytest.mark.parametrize(("title", "part"), [("DeployRole", "deploy-pipeline"), ("TestRole", "test")])
def test_trust_is_exactly_one_role_of_the_project_in_its_development_account(title: str, part: str) -> None:
    """The account in the stack's name is another one than that in which the stack is."""
    (statement,) = _trust(title, "mlops-catalog-staging-555555555555-p-0123456789ab")
    assert statement["Principal"] == {"AWS": "arn:aws:iam::555555555555:root"}
    assert statement["Condition"] == {
        "ArnEquals": {
            "aws:PrincipalArn": f"arn:aws:iam::555555555555:role/mlops-catalog/sagemaker-p-0123456789ab-{part}"
        },
        "StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"},
    }
    names = [
        filled_in(body["Properties"]["RoleName"])
        for body in resources_of(template_of("deploy"), "AWS::IAM::Role").values()
    ]
    assert len([name for name in names if name.endswith(f"-{part}")]) == 1


@pytest.mark.parametrize("title", ["CloudformationRole", "EndpointRole"])
def test_services_assume_the_others(title: str) -> None:
    (statement,) = _trust(title, "mlops-catalog-staging-555555555555-p-0123456789ab")
    assert set(statement["Principal"]) == {"Service"}


@pytest.mark.parametrize("title", ["DeployRole", "CloudformationRole", "EndpointRole", "TestRole"])
@pytest.mark.parametrize("other", HOSTILE)
def test_no_grant_names_what_another_project_has(title: str, other: str) -> None:
    """Of ids that begin, end or contain the project's, in every kind of resource that names say whose it is."""
    for found in _of(title):
        if not found.allows or "aws:ResourceTag/sagemaker:project-id" in str(found.statement.get("Condition")):
            continue
        for pattern in found.resources:
            for resource in _resources_of(other):
                assert not fnmatchcase(resource, pattern) or _is_of_no_project(pattern), (pattern, resource)


@pytest.mark.parametrize("title", ["DeployRole", "CloudformationRole", "EndpointRole", "TestRole"])
def test_no_grant_names_what_the_other_stage_has(title: str) -> None:
    for found in _of(title):
        if set(found.actions) <= {"s3:GetBucketLocation", "s3:ListBucket"}:
            continue
        for pattern in found.resources:
            for resource in _of_stage("staging", ID, "staging"):
                assert not fnmatchcase(resource, pattern) or _is_of_no_project(pattern), (pattern, resource)


def test_models_and_configurations_are_those_with_the_tags_of_project_and_stage() -> None:
    """CloudFormation names them: only describing them is of all, and only for CloudFormation."""
    tags = {"sagemaker:project-id": ID, "stage": "production"}
    for title in STAGE_ROLES:
        for found in _of(title):
            if any(":model/" in resource or ":endpoint-config/" in resource for resource in found.resources):
                exact = found.statement.get("Condition", {}).get("StringEquals", {})
                described = title == "CloudformationRole" and set(found.actions) <= READ_ALL
                assert described or tags in ({key.partition("/")[2]: value for key, value in exact.items()},), found


def test_alarms_that_are_changed_have_no_tag_of_another_project_or_stage() -> None:
    for title in STAGE_ROLES:
        for found in _of(title):
            if "cloudwatch:PutMetricAlarm" in found.actions:
                assert found.statement["Condition"]["StringEqualsIfExists"] == {
                    "aws:ResourceTag/sagemaker:project-id": ID,
                    "aws:ResourceTag/stage": "production",
                }
            elif any(":alarm:" in resource for resource in found.resources):
                assert found.actions == ["cloudwatch:DescribeAlarms"]


def test_nobody_can_give_a_model_of_another_project_the_tags_of_this_one() -> None:
    tagging = [found for found in _role() if "sagemaker:AddTags" in found.actions and ":model/" in str(found.resources)]
    assert len(tagging) == 2
    for found in tagging:
        conditions = found.statement["Condition"]
        of_resource = {**conditions["StringEquals"], **conditions.get("StringEqualsIfExists", {})}
        assert of_resource["aws:ResourceTag/sagemaker:project-id"] == ID


def test_what_is_read_of_the_development_account_is_of_that_account_and_organisation() -> None:
    for title in STAGE_ROLES:
        for found in _of(title):
            if any(action.startswith(("s3:", "kms:")) for action in found.actions):
                assert found.statement["Condition"]["StringEquals"] == {
                    "aws:ResourceAccount": "222222222222",
                    "aws:ResourceOrgID": "${aws:PrincipalOrgID}",
                }, found


def _resources_of(identifier: str) -> list[str]:
    return [
        arn
        for stage, suffix in (("staging", "staging"), ("production", "live"))
        for arn in _of_stage(stage, identifier, suffix)
    ]


def _of_stage(stage: str, identifier: str, suffix: str) -> list[str]:
    """What a project with that id has in a stage's account, and in its bucket for the stage."""
    place = "us-east-1:222222222222"
    return [
        f"arn:aws:cloudformation:{place}:stack/sagemaker-x-{identifier}-endpoint-{stage}/1",
        f"arn:aws:sagemaker:{place}:endpoint/x-{identifier}-{suffix}",
        f"arn:aws:logs:{place}:log-group:/aws/sagemaker/Endpoints/x-{identifier}-{suffix}",
        f"arn:aws:iam::222222222222:role/mlops-catalog/sagemaker-{identifier}-{stage}-endpoint",
        f"arn:aws:iam::222222222222:role/mlops-catalog/sagemaker-{identifier}-{stage}-cloudformation",
        f"arn:aws:s3:::sagemaker-{identifier}-0123abcd/endpoints/{stage}/answers/1",
        *([f"arn:aws:s3:::sagemaker-{identifier}-0123abcd/releases/1/model.tar.gz"] if identifier != ID else []),
    ]


def _is_of_no_project(pattern: str) -> bool:
    """Other resources say by no name whose they are."""
    return pattern == "*" or pattern.endswith(
        (":scalable-target/*", ":model/*", ":endpoint-config/*", ":key/*", ":alarm:*")
    )


def _trust(title: str, stack: str) -> list[dict]:
    document = template_of("stage-roles")["Resources"][title]["Properties"]["AssumeRolePolicyDocument"]
    return resolve.filled_in(document, EXAMPLE | {"AWS::StackName": stack})["Statement"]


def _role() -> list[Found]:
    return _of("CloudformationRole")


def _of(title: str) -> list[Found]:
    return list(of_role(title, roles("stage-roles")[title], "stage-roles"))


def _excused(action: str) -> bool:
    return any(fnmatchcase(action, excuse) for excuse in NOT_NEEDED)
