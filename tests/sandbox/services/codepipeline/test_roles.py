"""CodePipeline tries a pipeline's roles while it creates or updates the pipeline."""

import copy
from typing import Any

import pytest
from botocore.exceptions import ClientError

STAGING = "333333333333"


def _declaration(role: str, action_role: str) -> dict[str, Any]:
    def action(name: str, category: str, provider: str, configuration: dict[str, str]) -> dict[str, Any]:
        kind = {"category": category, "owner": "AWS", "provider": provider, "version": "1"}
        return {"name": name, "actionTypeId": kind, "configuration": configuration}

    source = action("Source", "Source", "CodeCommit", {"RepositoryName": "code", "BranchName": "main"})
    build = action("Build", "Build", "CodeBuild", {"ProjectName": "build"})
    return {
        "name": f"of-{role.rpartition('/')[2]}",
        "roleArn": role,
        "artifactStore": {"type": "S3", "location": "artifacts"},
        "stages": [
            {"name": "Source", "actions": [source | {"outputArtifacts": [{"name": "Code"}]}]},
            {"name": "Build", "actions": [build | {"inputArtifacts": [{"name": "Code"}], "roleArn": action_role}]},
        ],
    }


class Roles:
    """A pipeline's role, and the role of an action in another account that trusts it."""

    def __init__(self, cloud: Any) -> None:
        self.cloud = cloud
        self.service = cloud.role(
            cloud.development, cloud.unique("pipeline"), "codepipeline.amazonaws.com", "sts:AssumeRole"
        )
        self.action = cloud.role(STAGING, cloud.unique("deploy"), self.service)

    def refused(self, **more: Any) -> str:
        with pytest.raises(ClientError) as raised:
            self.create(**more)
        assert raised.value.response["Error"]["Code"] == "InvalidStructureException"
        return raised.value.response["Error"]["Message"]

    def create(self, **more: Any) -> dict[str, Any]:
        client = self.cloud.client("codepipeline", self.cloud.development)
        return client.create_pipeline(pipeline=_declaration(self.service, self.action) | more)["pipeline"]

    def change(self, account: str, role: str) -> Any:
        return self.cloud.client("iam", account), role.rpartition("/")[2]


@pytest.fixture
def roles(cloud: Any) -> Roles:
    return Roles(cloud)


def test_a_pipeline_whose_roles_let_each_other_in_is_created_and_updated(cloud: Any, roles: Roles) -> None:
    made = roles.create()
    updated = cloud.client("codepipeline", cloud.development).update_pipeline(pipeline=made)
    assert updated["pipeline"]["version"] == 2


def test_a_service_role_that_does_not_trust_codepipeline_is_refused(cloud: Any, roles: Roles) -> None:
    other = cloud.role(cloud.development, cloud.unique("other"), "codebuild.amazonaws.com", "sts:AssumeRole")
    assert roles.refused(roleArn=other) == f"CodePipeline is not authorized to perform AssumeRole on role {other}"


def test_a_service_role_that_asks_for_source_keys_is_refused(cloud: Any, roles: Roles) -> None:
    """No document says that CodePipeline sends any."""
    iam, name = roles.change(cloud.development, roles.service)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "codepipeline.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": cloud.development}},
    }
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=cloud.policy(statement))
    assert "CodePipeline is not authorized" in roles.refused()
    statement["Condition"] = {"StringEqualsIfExists": {"aws:SourceAccount": cloud.development}}
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=cloud.policy(statement))
    assert roles.create()


def test_an_action_role_that_does_not_exist_is_refused(cloud: Any, roles: Roles) -> None:
    iam, name = roles.change(STAGING, roles.action)
    iam.delete_role(RoleName=name)
    assert roles.refused() == f"{roles.service} is not authorized to perform AssumeRole on role {roles.action}"


def test_an_action_role_that_does_not_trust_the_pipeline_is_refused(cloud: Any, roles: Roles) -> None:
    roles.action = cloud.role(STAGING, cloud.unique("strange"), f"arn:aws:iam::{STAGING}:root")
    assert "is not authorized to perform AssumeRole" in roles.refused()


def test_a_service_role_without_the_permission_to_assume_is_refused(cloud: Any, roles: Roles) -> None:
    iam, name = roles.change(cloud.development, roles.service)
    iam.delete_role_policy(RoleName=name, PolicyName="permissions")
    assert "is not authorized to perform AssumeRole" in roles.refused()


def test_a_boundary_that_forbids_to_assume_is_refused(cloud: Any, roles: Roles) -> None:
    iam, name = roles.change(cloud.development, roles.service)
    reads = cloud.policy({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
    boundary = iam.create_policy(PolicyName=cloud.unique("boundary"), PolicyDocument=reads)["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=boundary)
    assert "is not authorized to perform AssumeRole" in roles.refused()


def test_an_update_is_tried_like_a_creation(cloud: Any, roles: Roles) -> None:
    made = copy.deepcopy(roles.create())
    iam, name = roles.change(STAGING, roles.action)
    iam.delete_role(RoleName=name)
    client = cloud.client("codepipeline", cloud.development)
    assert cloud.code_of(client.update_pipeline, pipeline=made) == "InvalidStructureException"
