"""Nothing in a template passes because the sandbox ignored it: what it does not really do is refused by name."""

import functools
import json
import urllib.request
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.templates.rendered import TEMPLATES, template_of, walk

# In AWS, CloudFormation's handlers need their permissions; that both roles have them is proved in tests/templates.
FOR_HANDLERS_ONLY = {"publisher", "spoke-roles"}

# Permissions that no call of the project itself needs in the sandbox, and what needs them.
ELSEWHERE = {
    "application-autoscaling:DescribeScheduledActions": "CloudFormation's handler of scalable targets reads them too",
    "cloudformation:TagResource": "no operation: CreateChangeSet and CreateStack with tags",
    "cloudformation:UntagResource": "no operation: the same without tags",
    "codebuild:BatchPutTestCases": "no operation: CodeBuild reads the files of a build's reports",
    "codebuild:CreateReport": "no operation: a build that has reports",
    "codebuild:CreateReportGroup": "CodeBuild, for a build that has reports",
    "codebuild:UpdateReport": "no operation: the same at its end",
    "codecommit:CancelUploadArchive": "no operation: CodePipeline's source action",
    "codecommit:GetUploadArchiveStatus": "no operation: CodePipeline's source action",
    "codecommit:UploadArchive": "no operation: CodePipeline's source action",
    "codecommit:GitPull": "no operation: git over HTTPS",
    "codecommit:GitPush": "no operation: git over HTTPS",
    "codeconnections:UseConnection": "no operation: CodePipeline's source action and git over a connection",
    "codestar-connections:UseConnection": "the same under its former name",
    "ec2:CreateNetworkInterfacePermission": "no operation: judged when a build enters a network",
    "ec2:DeleteNetworkInterfacePermission": "no operation: CodeBuild, at the end of such a build",
    "iam:CreateServiceLinkedRole": "Application Auto Scaling, for the first scalable target of an account",
    "iam:PassRole": "no operation: every call that passes a role",
    "kms:CreateGrant": "SageMaker, for encrypted disks: judged as a permission of the job's creator",
    "kms:ListGrants": "administrators of a key, whose grants come from services alone",
    "kms:RevokeGrant": "the same",
    "kms:ReEncryptFrom": "no operation: one half of ReEncrypt",
    "kms:ReEncryptTo": "no operation: the other half of ReEncrypt",
    "s3:GetObjectVersion": "no operation: GetObject with a version",
    "s3:PutObjectAcl": "CodePipeline's source action of a connection; the project's buckets have no ACLs to change",
    "s3:ListBucket": "no operation: ListObjects and ListObjectsV2",
    "sts:TagSession": "no operation: AssumeRole with tags",
}
# What a team's people do in Studio and in the console beside their projects: the sandbox has neither, and says so.
BY_PEOPLE = {
    *(f"codecommit:{name}" for name in ("BatchGetCommits", "CreatePullRequest", "GetDifferences", "GetPullRequest")),
    "codecommit:ListPullRequests",
    *(f"sagemaker:{verb}{kind}" for verb in ("Create", "Delete", "Describe") for kind in ("App", "Space")),
    *(f"sagemaker:List{kind}" for kind in ("Apps", "Domains", "Spaces", "UserProfiles")),
    *(f"sagemaker:{name}" for name in ("CreatePresignedDomainUrl", "DescribeDomain", "DescribeUserProfile")),
    *(f"sagemaker:{name}" for name in ("BatchDescribeModelPackage", "UpdateSpace")),
}
ENDPOINTS = {"InvokeEndpoint": "sagemaker-runtime", "InvokeEndpointAsync": "sagemaker-runtime"}
BLANKS: dict[str, Any] = {"list": [], "structure": {}, "map": {}, "integer": 1, "long": 1, "blob": b"", "timestamp": 0}
PARAMETERS = {"CreateModelPackage": {"ModelPackageGroupName": "nothing"}}
REFUSALS = {"SandboxNotImplemented", "SandboxNotYet", "UnknownOperationException", "InvalidAction", "NotImplemented"}


@pytest.fixture(scope="module")
def coverage(sandbox) -> dict[str, Any]:
    with urllib.request.urlopen(f"{sandbox.endpoint}/_sandbox/coverage") as answer:  # noqa: S310 - our own server
        return json.load(answer)


def resources(template: str) -> list[tuple[str, str, dict[str, Any]]]:
    found = template_of(template)["Resources"]
    return [(title, body["Type"], body.get("Properties", {})) for title, body in found.items()]


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_type_and_property_is_acted_on(template: str, coverage: dict[str, Any]) -> None:
    ignored = [
        f"{title} ({kind}): {name}"
        for title, kind, properties in resources(template)
        if not kind.startswith("Custom::")
        for name in properties
        if name not in coverage["types"].get(kind, [])
    ]
    assert ignored == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_action_of_a_pipeline_is_one_that_the_sandbox_knows(template: str, coverage: dict[str, Any]) -> None:
    known = {tuple(action) for action in coverage["pipeline_actions"]}
    used = {
        (value["Category"], value["Provider"])
        for value in walk(template_of(template))
        if isinstance(value, dict) and {"Category", "Provider"} <= value.keys()
    }
    assert used <= known


def granted() -> set[str]:
    statements = (
        value
        for template in TEMPLATES
        if template not in FOR_HANDLERS_ONLY
        for value in walk(template_of(template))
        if isinstance(value, dict) and value.get("Effect") == "Allow"
    )
    return {action for statement in statements for action in statement["Action"]}


@functools.cache
def client_of(sandbox, service: str) -> Any:
    return boto3.client(
        service,
        "us-east-1",
        endpoint_url=sandbox.endpoint,
        aws_access_key_id="222222222222",
        aws_secret_access_key=sandbox.root("222222222222")["SecretAccessKey"],
        config=Config(parameter_validation=False, retries={"max_attempts": 0}, inject_host_prefix=False),
    )


def is_done(sandbox, action: str) -> bool:
    """Whether the sandbox has the operation: called with blanks, it refuses them and not the operation."""
    prefix, operation = action.split(":")
    client = client_of(sandbox, ENDPOINTS.get(operation, prefix))
    model = client.meta.service_model
    assert operation in model.operation_names, f"{action} is no operation; add what needs it to ELSEWHERE"
    shape = model.operation_model(operation).input_shape
    required = shape.required_members if shape else []
    blanks = {name: BLANKS.get(shape.members[name].type_name, "no") for name in required}
    try:
        client._make_api_call(operation, PARAMETERS.get(operation, blanks))
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return error.response["Error"]["Code"] not in REFUSALS and status != 501
    return True


def test_every_granted_action_is_really_done_or_refused_by_name(sandbox) -> None:
    missing = {action for action in granted() - ELSEWHERE.keys() if not is_done(sandbox, action)}
    assert missing == BY_PEOPLE


def test_the_table_holds_nothing_that_is_not_granted() -> None:
    assert ELSEWHERE.keys() - granted() == set()
