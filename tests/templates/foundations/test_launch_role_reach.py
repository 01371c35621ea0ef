"""A launch reaches nothing that is not its project's: requests that IAM has to refuse to the launch role."""

import pytest

from tests.templates.rendered import EXAMPLE, LONGEST_ID, LONGEST_NAME, filled_in
from tests.templates.requests import is_allowed
from tests.templates.statements import of_role, roles

LAUNCH = list(of_role("LaunchRole", roles("spoke-roles")["LaunchRole"], "spoke-roles"))
GRANTED = sorted({action for found in LAUNCH for action in found.actions})
PLACE = f"{EXAMPLE['AWS::Region']}:{EXAMPLE['AWS::AccountId']}"
IAM = f"arn:aws:iam::{EXAMPLE['AWS::AccountId']}"
BOUNDARY = f"{IAM}:policy/mlops-catalog/mlops-catalog-boundary"
PROJECT_ROLE = f"{IAM}:role/mlops-catalog/sagemaker-{LONGEST_ID}-build"
# Names of Studio, of its people and of other teams, and of the catalog's own resources.
BUCKETS = (
    "sagemaker-ap-southeast-1-222222222222",
    "sagemaker-studio-222222222222-x0y1z2",
    "sagemaker-studio-p-222222222222",
    "sagemaker-222222222222-domain",
    "amazon-sagemaker-222222222222-ap-southeast-1-x0y1z2",
    "mlops-catalog-assets-0123456789ab-ap-southeast-1",
    "mlops-catalog-logs-0123456789ab-222222222222-ap-southeast-1",
    "payroll",
)
ROLES = (
    "role/service-role/AmazonSageMaker-ExecutionRole-1",
    "role/AmazonSageMakerServiceCatalogProductsLaunchRole",
    "role/mlops-catalog-launch",
    "role/mlops-catalog-publisher",
    "role/mlops-catalog/mlops-catalog-approver",
    "role/mlops-catalog/mlops-catalog-reader",
    "role/mlops-catalog/mlops-catalog-seeding-function",
    "role/mlops-catalog/sagemaker-studio-x",
    f"role/sagemaker-{LONGEST_ID}-build",
    f"role/other/sagemaker-{LONGEST_ID}-build",
)
OTHERS = (
    f"arn:aws:codebuild:{PLACE}:project/sagemaker-studio-build",
    f"arn:aws:codebuild:{PLACE}:project/mlops-catalog-seeding",
    f"arn:aws:codecommit:{PLACE}:sagemaker-models",
    f"arn:aws:codepipeline:{PLACE}:sagemaker-release",
    f"arn:aws:events:{PLACE}:rule/sagemaker-studio-rule",
    f"arn:aws:events:{PLACE}:rule/mlops-catalog-alert-build-failed",
    f"arn:aws:lambda:{PLACE}:function:sagemaker-{LONGEST_ID}",
    f"arn:aws:logs:{PLACE}:log-group:/aws/sagemaker/TrainingJobs",
    f"arn:aws:logs:{PLACE}:log-group:/aws/codebuild/mlops-catalog-seeding",
    f"arn:aws:scheduler:{PLACE}:schedule/default/sagemaker-nightly",
    f"arn:aws:sqs:{PLACE}:sagemaker-messages",
    f"arn:aws:kms:{PLACE}:alias/sagemaker-studio",
    f"arn:aws:sagemaker:{PLACE}:code-repository/sagemaker-studio",
    f"arn:aws:cloudformation:{PLACE}:stack/mlops-catalog-settings/1",
    f"arn:aws:cloudformation:{PLACE}:stack/payroll/1",
    f"arn:aws:ssm:{PLACE}:parameter/payroll",
)
READS_AND_LISTS = {
    "cloudformation:GetTemplateSummary",
    "cloudformation:ValidateTemplate",
    "codecommit:ListRepositories",
    "kms:ListAliases",
    "logs:DescribeIndexPolicies",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
}
"""Granted on everything, because the service defines no resource for them."""


def may(action: str, resource: str, **context: str) -> bool:
    return is_allowed(LAUNCH, action, resource, context)


def granted_on(resource: str, *except_for: str) -> set[str]:
    """The actions that the role has on a resource without tags, in a request that says all it can for itself."""
    context = {"iam:PermissionsBoundary": BOUNDARY, "iam:PassedToService": "sagemaker.amazonaws.com"}
    service = resource.split(":")[2]
    own = [action for action in GRANTED if action.startswith(f"{service}:") and action not in except_for]
    return {action for action in own if is_allowed(LAUNCH, action, resource, context)}


@pytest.mark.parametrize("bucket", BUCKETS)
def test_no_bucket_but_those_of_projects_is_touched(bucket: str) -> None:
    assert granted_on(f"arn:aws:s3:::{bucket}") == set()
    seeds = {"s3:GetObject", "s3:GetObjectVersion"} if "assets" in bucket else set()
    assert granted_on(f"arn:aws:s3:::{bucket}/seeds/weather/1.zip") == seeds
    assert granted_on(f"arn:aws:s3:::{bucket}/data/x") == set()


@pytest.mark.parametrize("role", ROLES)
def test_no_role_but_those_of_projects_is_touched(role: str) -> None:
    assert granted_on(f"{IAM}:{role}") == set()


@pytest.mark.parametrize("resource", OTHERS)
def test_nothing_with_another_name_is_touched(resource: str) -> None:
    assert granted_on(resource, *READS_AND_LISTS) == set()


@pytest.mark.parametrize("action", ["GetObject", "GetObjectVersion", "PutObject", "DeleteObject", "PutObjectTagging"])
def test_no_object_of_a_project_is_read_or_written(action: str) -> None:
    assert not may(f"s3:{action}", f"arn:aws:s3:::sagemaker-{LONGEST_ID}-0123abcd/models/1/model.tar.gz")


@pytest.mark.parametrize(
    "context",
    [
        {},
        {"iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess"},
        {"iam:PermissionsBoundary": f"{IAM}:policy/mlops-catalog/mlops-catalog-other"},
    ],
)
@pytest.mark.parametrize("action", ["CreateRole", "PutRolePolicy", "DeleteRolePolicy", "PutRolePermissionsBoundary"])
def test_no_role_is_made_or_changed_outside_of_the_boundary(action: str, context: dict[str, str]) -> None:
    assert not may(f"iam:{action}", PROJECT_ROLE, **context)
    assert may(f"iam:{action}", PROJECT_ROLE, **{"iam:PermissionsBoundary": BOUNDARY})


@pytest.mark.parametrize("action", ["DeleteRolePermissionsBoundary", "AttachRolePolicy", "DetachRolePolicy"])
def test_no_boundary_is_taken_off_and_no_managed_policy_attached(action: str) -> None:
    assert not may(f"iam:{action}", PROJECT_ROLE, **{"iam:PermissionsBoundary": BOUNDARY})


@pytest.mark.parametrize("service", ["ec2", "lambda", "cloudformation", "ecs-tasks", "glue"])
def test_no_role_is_passed_to_another_service(service: str) -> None:
    assert not may("iam:PassRole", PROJECT_ROLE, **{"iam:PassedToService": f"{service}.amazonaws.com"})
    assert not may("iam:PassRole", PROJECT_ROLE)


@pytest.mark.parametrize("action", ["PutKeyPolicy", "ScheduleKeyDeletion", "DisableKey", "DisableKeyRotation"])
def test_no_key_without_the_tag_of_a_project_is_changed(action: str) -> None:
    key = f"arn:aws:kms:{PLACE}:key/0123abcd-1111-2222-3333-444444444444"
    assert not may(f"kms:{action}", key)
    assert not may(f"kms:{action}", key, **{"aws:RequestTag/sagemaker:project-id": LONGEST_ID})
    assert may(f"kms:{action}", key, **{"aws:ResourceTag/sagemaker:project-id": LONGEST_ID})


@pytest.mark.parametrize("name", ["permissions-boundary", "organization", "stages/production", "models/demo/bucket"])
def test_no_setting_is_written(name: str) -> None:
    assert granted_on(f"arn:aws:ssm:{PLACE}:parameter/mlops-catalog/{name}") == {"ssm:GetParameters"}


def test_where_models_are_is_written_and_read_outside_of_the_settings() -> None:
    group = f"{LONGEST_NAME}-{LONGEST_ID}"
    assert may("ssm:PutParameter", f"arn:aws:ssm:{PLACE}:parameter/mlops-catalog-models/{group}/bucket")
    assert may("ssm:GetParameters", f"arn:aws:ssm:{PLACE}:parameter/mlops-catalog-models/{group}/bucket")


@pytest.mark.parametrize("group", ["fraud-models", "p-models", "team-p"])
def test_no_group_outside_of_the_catalog_is_changed(group: str) -> None:
    arn = f"arn:aws:sagemaker:{PLACE}:model-package-group/{group}"
    read = {"sagemaker:DescribeModelPackageGroup", "sagemaker:GetModelPackageGroupPolicy", "sagemaker:ListTags"}
    assert granted_on(arn) == read


def test_what_a_template_fills_in_is_what_these_requests_are_about() -> None:
    """Else they would be refused for being written wrong."""
    assert filled_in({"Fn::Sub": "${AWS::Region}:${AWS::AccountId}"}) == PLACE
    assert may("s3:PutBucketPolicy", f"arn:aws:s3:::sagemaker-{LONGEST_ID}-0123abcd")
    assert may("codepipeline:CreatePipeline", f"arn:aws:codepipeline:{PLACE}:sagemaker-demo-{LONGEST_ID}-build")


@pytest.mark.parametrize("service", ["codeconnections", "codestar-connections"])
def test_no_connection_is_passed_that_the_platform_team_tagged_for_no_launch(service: str) -> None:
    connection = f"arn:aws:{service}:{PLACE}:connection/0123abcd-1111-2222-3333-444444444444"
    assert not may(f"{service}:PassConnection", connection)
    assert not may(f"{service}:PassConnection", connection, **{"aws:ResourceTag/team": "all"})
    assert may(f"{service}:PassConnection", connection, **{"aws:ResourceTag/mlops-catalog:launchers": "all"})
