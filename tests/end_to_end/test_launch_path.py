"""From a product to a project as in AWS: copies of templates, tags of the person who launches, a key without tags."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LAUNCH_ROLE = "mlops-catalog-launch"
DOMAIN = "arn:aws:sagemaker:us-east-1:222222222222:user-profile/d-0123456789ab"


@contextmanager
def without(sandbox: Any, policy: str, sign: str) -> Iterator[None]:
    """The launch role without the statements of a policy that contain a word."""
    iam = sandbox.client("iam", "development")
    kept = iam.get_role_policy(RoleName=LAUNCH_ROLE, PolicyName=policy)["PolicyDocument"]
    left = [statement for statement in kept["Statement"] if sign not in json.dumps(statement)]
    assert len(left) == len(kept["Statement"]) - 1
    put = {"RoleName": LAUNCH_ROLE, "PolicyName": policy}
    iam.put_role_policy(**put, PolicyDocument=json.dumps(kept | {"Statement": left}))
    try:
        yield
    finally:
        iam.put_role_policy(**put, PolicyDocument=json.dumps(kept))


def as_studio(sandbox: Any, product: str, person: str) -> dict[str, Any]:
    """A request as Studio's form sends it: aws-samples/sagemaker-studio-emr, issue 42."""
    catalog = sandbox.client("servicecatalog", "data-scientist")
    views = catalog.search_products()["ProductViewSummaries"]
    identifier = next(view["ProductId"] for view in views if view["Name"] == product)
    (path,) = catalog.list_launch_paths(ProductId=identifier)["LaunchPathSummaries"]
    versions = catalog.describe_product(Id=identifier)["ProvisioningArtifacts"]
    artifact = max(versions, key=lambda version: version["CreatedTime"])["Id"]
    details = {"ProductId": identifier, "ProvisioningArtifactId": artifact, "PathId": path["Id"]}
    return {"ServiceCatalogProvisioningDetails": details, "Tags": [profile(person)]}


def profile(person: str) -> dict[str, str]:
    return {"Key": "sagemaker:user-profile-arn", "Value": f"{DOMAIN}/{person}"}


def ended(sandbox: Any, name: str) -> dict[str, Any]:
    studio = sandbox.client("sagemaker", "data-scientist")
    while (described := studio.describe_project(ProjectName=name))["ProjectStatus"].endswith("InProgress"):
        time.sleep(0.2)
    return described


def stack_of(sandbox: Any, described: dict[str, Any]) -> str:
    product = described["ServiceCatalogProvisionedProductDetails"]["ProvisionedProductId"]
    return f"SC-222222222222-{product}"


def test_a_launch_without_the_statement_for_templates_is_refused(published: str, sandbox, command_line) -> None:
    with without(sandbox, "launch", "s3:ExistingObjectTag"):
        done = command_line("data-scientist", "launch", "build-train", "unread")
    assert done.returncode == 3
    assert "S3 error: Access Denied" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_form_without_the_summary_is_refused_with_the_action(published: str, sandbox, command_line) -> None:
    with without(sandbox, "launch", "cloudformation:GetTemplateSummary"):
        done = command_line("data-scientist", "launch", "build-train", "formless")
    assert done.returncode == 3
    assert "cloudformation:GetTemplateSummary" in done.stderr.replace("\n", " ")


def test_all_outputs_are_printed_however_many_pages_they_fill(project: dict[str, Any]) -> None:
    assert len(project["outputs"]) > 20
    for name in project["outputs"]:
        assert name in project["printed"]


def test_another_person_updates_what_one_has_launched_in_studio(published: str, sandbox) -> None:
    studio, name = sandbox.client("sagemaker", "data-scientist"), "of-two-people"
    studio.create_project(ProjectName=name, **as_studio(sandbox, "build-train", "ada"))
    described = ended(sandbox, name)
    assert described["ProjectStatus"] == "CreateCompleted"
    studio.update_project(ProjectName=name, Tags=[profile("grace")])
    described = ended(sandbox, name)
    assert described["ProjectStatus"] == "UpdateCompleted", described
    stack, stacks = stack_of(sandbox, described), sandbox.client("cloudformation", "development")
    found = stacks.describe_stack_resources(StackName=stack)["StackResources"]
    key = next(item["PhysicalResourceId"] for item in found if item["LogicalResourceId"] == "Key")
    tags = sandbox.client("kms", "development").list_resource_tags(KeyId=key)["Tags"]
    found_tags = {tag["TagKey"]: tag["TagValue"] for tag in tags}
    assert found_tags["sagemaker:user-profile-arn"] == f"{DOMAIN}/grace"
    assert found_tags["sagemaker:project-id"] == described["ProjectId"]
    assert found_tags["sagemaker:project-name"] == name


def test_a_launch_that_fails_takes_its_key_with_it_before_tags_count(published: str, sandbox) -> None:
    studio, name = sandbox.client("sagemaker", "data-scientist"), "rolled-back"
    with without(sandbox, "sagemaker", "sagemaker:CreateModelPackageGroup"):
        studio.create_project(ProjectName=name, **as_studio(sandbox, "build-train", "ada"))
        described = ended(sandbox, name)
    assert described["ProjectStatus"] == "CreateFailed"
    stacks = sandbox.client("cloudformation", "development")
    (stack,) = stacks.describe_stacks(StackName=stack_of(sandbox, described))["Stacks"]
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    events = stacks.describe_stack_events(StackName=stack["StackId"])["StackEvents"]
    key = next(item["PhysicalResourceId"] for item in events if item["LogicalResourceId"] == "Key")
    state = sandbox.client("kms", "development").describe_key(KeyId=key)["KeyMetadata"]["KeyState"]
    assert state == "PendingDeletion"


def test_a_launch_role_whose_managed_policy_was_changed_in_one_account_is_noticed(
    published: str, sandbox, command_line
) -> None:
    iam = sandbox.client("iam", "development")
    (attached,) = iam.list_attached_role_policies(RoleName=LAUNCH_ROLE)["AttachedPolicies"]
    policy = {"PolicyArn": attached["PolicyArn"]}
    version = iam.get_policy(**policy)["Policy"]["DefaultVersionId"]
    kept = iam.get_policy_version(**policy, VersionId=version)["PolicyVersion"]["Document"]
    nothing = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "sns:*", "Resource": "*"}]}
    iam.create_policy_version(**policy, PolicyDocument=json.dumps(nothing), SetAsDefault=True)
    try:
        done = command_line("hub", "verify")
    finally:
        iam.create_policy_version(**policy, PolicyDocument=json.dumps(kept), SetAsDefault=True)
    assert done.returncode == 3, done.stdout + done.stderr
    assert f"222222222222 has another role {LAUNCH_ROLE} than the hub" in done.stdout + done.stderr
