"""The four roles of one project in one stage's account: nothing in them reaches another project, stage or account."""

from collections.abc import Sequence
from typing import Any

from troposphere import Ref, iam

from templates import names
from templates.arns import arn_everywhere, regionless_arn
from templates.blocks.buckets import READ_VERSIONS
from templates.blocks.encryption import DECRYPT_AND_GENERATE, FOR_AWS_SERVICES, USE
from templates.blocks.grants import models, runtime
from templates.foundations.blocks import stage_actions as actions
from templates.foundations.blocks.stage_identity import (
    ACCOUNT,
    ENDPOINT,
    ID,
    STAGE,
    development_keys,
    development_role_arn,
    filled,
    own_arn,
    stage_role_arn,
    tags,
)
from templates.policy import (
    Statement,
    allow,
    document,
    principal_trust,
    service_trust,
    service_trust_if_source_account_known,
)

ENDPOINT_STACK = f"stack/{names.PROJECTS}-{ID}-{names.ENDPOINT_STACK}-{STAGE}/*"
OWN_PREFIX = f"{names.ENDPOINT_PREFIX}{STAGE}/"
IN_THE_DEVELOPMENT_ACCOUNT = {"aws:ResourceAccount": filled(ACCOUNT), "aws:ResourceOrgID": "${aws:PrincipalOrgID}"}
"""The organisation is the role's own: IAM User Guide, "IAM policy elements: Variables and tags"."""


def deploy() -> iam.Role:
    """What the deployment pipeline's actions in this account run as."""
    passed = {"StringEquals": {"iam:PassedToService": "cloudformation.amazonaws.com"}}
    grants = [
        allow(actions.CHANGE_SETS, [own_arn("cloudformation", ENDPOINT_STACK)]),
        allow(["iam:PassRole"], [stage_role_arn(names.STAGE_STACK)], passed),
        _read_objects(READ_VERSIONS, names.ARTIFACT_PREFIX),
        _bucket(["s3:GetBucketLocation", "s3:ListBucket"]),
        _keys(USE),
    ]
    return _role(names.STAGE_DEPLOY, _project_role(f"{names.DEPLOYMENT_PART}-pipeline"), grants)


def cloudformation() -> iam.Role:
    """With it CloudFormation creates the endpoint, its model, scaling and alarms."""
    scaling_role = "role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/*"
    grants = [
        allow(actions.ENDPOINTS, [_endpoint()]),
        *_models_and_configurations(),
        *_alarms(),
        *_scaling(),
        allow(["cloudwatch:GetMetricData"], ["*"]),
        allow(["iam:CreateServiceLinkedRole"], [regionless_arn("iam", scaling_role)]),
        models.pass_to_sagemaker(stage_role_arn(names.STAGE_ENDPOINT)),
        _keys(["kms:CreateGrant"], FOR_AWS_SERVICES),
        _keys(["kms:DescribeKey"]),
    ]
    stacks = own_arn("cloudformation", ENDPOINT_STACK)
    trust = service_trust_if_source_account_known("cloudformation", Ref("AWS::AccountId"), source=stacks)
    return _role(names.STAGE_STACK, trust, grants)


def endpoint() -> iam.Role:
    """The execution role of the deployed model."""
    grants = [
        _read_objects(["s3:GetObject"], names.RELEASE_PREFIX),
        _exchange_objects("s3:AbortMultipartUpload"),
        _bucket(["s3:ListBucket"]),
        _keys(USE),
        allow(actions.DESCRIBE_ALARMS, [arn_everywhere("cloudwatch", "alarm:*")]),
        _keys(["kms:CreateGrant"], FOR_AWS_SERVICES),
        *runtime.pull_sagemaker_images(),
        allow(actions.LOGS, [own_arn("logs", f"log-group:/aws/sagemaker/Endpoints/{ENDPOINT}*")]),
        runtime.write_job_metrics(),
        *runtime.join_any_network(),
    ]
    return _role(names.STAGE_ENDPOINT, service_trust("sagemaker", arn_everywhere("sagemaker", "*")), grants)


def endpoint_test() -> iam.Role:
    """With it the project's test calls the endpoint."""
    grants = [
        allow(actions.CALL_ENDPOINT, [_endpoint()]),
        allow(actions.READ, _kinds(), _tagged("Resource")),
        _exchange_objects(),
        _keys(DECRYPT_AND_GENERATE),
    ]
    return _role(names.STAGE_TEST, _project_role(names.TEST_BUILD), grants)


def _models_and_configurations() -> list[Statement]:
    """Their names are CloudFormation's own, so that tags tell whose they are: at creation those of the request.

    What has a tag of another project cannot be given this one's. CloudFormation looks for what it has just deleted,
    which has no tags: describing is of all.
    """
    return [
        allow(actions.CREATE, _kinds(), _tagged("Request") | _not_of_others()),
        allow(actions.USE, _kinds(), _tagged("Resource")),
        allow(actions.DESCRIBE, _kinds()),
    ]


def _alarms() -> list[Statement]:
    """Those of other projects have their tags. Application Auto Scaling tries whether any alarm could be made.

    Application Auto Scaling User Guide, "Permissions validation for Application Auto Scaling API calls".
    """
    alarms = [arn_everywhere("cloudwatch", "alarm:*")]
    return [allow(actions.ALARMS, alarms, _not_of_others()), allow(actions.DESCRIBE_ALARMS, alarms)]


def _scaling() -> list[Statement]:
    """Targets of SageMaker alone, which CloudFormation gives the tags of their stack.

    A target's ARN has no name of an endpoint. Registering one and giving it a policy take permissions on the endpoint
    besides (Application Auto Scaling User Guide, "Permissions validation for Application Auto Scaling API calls"), and
    what another project or stage has tagged is not changed. Keys: Service Authorization Reference, "AWS Application
    Auto Scaling", where tagging has none for the service.
    """
    targets = [arn_everywhere("application-autoscaling", "scalable-target/*")]
    of_sagemaker = {"StringEquals": {"application-autoscaling:service-namespace": "sagemaker"}}
    return [
        allow(actions.CHANGE_SCALING, targets, of_sagemaker | _not_of_others()),
        allow(actions.TAG_SCALING, targets, _not_of_others()),
        allow(actions.DESCRIBE_SCALING, ["*"]),
    ]


def _not_of_others() -> Statement:
    """For what exists already: it has this project's tags or none."""
    return {"StringEqualsIfExists": _tagged("Resource")["StringEquals"]}


def _role(part: str, trust: Statement, grants: Sequence[Any]) -> iam.Role:
    return iam.Role(
        names.logical_id(part, "role"),
        RoleName=filled(names.stage_role(ID, STAGE, part)),
        Path=names.PATH,
        PermissionsBoundary=regionless_arn("iam", f"policy{names.PATH}{names.STAGE_BOUNDARY}"),
        AssumeRolePolicyDocument=document([trust]),
        Policies=[iam.Policy(PolicyName="grants", PolicyDocument=document(grants))],
        Tags=tags(),
    )


def _project_role(part: str) -> Statement:
    """Trusts that one role of the project, by condition: IAM refuses a principal that does not exist yet.

    It is in this role's own organisation (Amazon EKS User Guide, "EKS Pod Identity role": the variable in a trust).
    """
    exactly = {
        "ArnEquals": {"aws:PrincipalArn": development_role_arn(part)},
        "StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"},
    }
    return principal_trust(filled(regionless_arn("iam", "root", ACCOUNT)), exactly)


def _tagged(key: str) -> Statement:
    """`key` is Request or Resource."""
    return {
        "StringEquals": {f"aws:{key}Tag/sagemaker:project-id": filled(ID), f"aws:{key}Tag/stage": filled(STAGE)},
    }


def _endpoint() -> Any:
    return own_arn("sagemaker", f"endpoint/{ENDPOINT}")


def _kinds() -> list[Any]:
    return [arn_everywhere("sagemaker", f"{kind}/*") for kind in ("endpoint-config", "model")]


def _read_objects(allowed: Sequence[str], *prefixes: str) -> Statement:
    """The policies of the project's bucket and key allow the same: across accounts, both sides have to."""
    return allow(allowed, [_objects(f"{prefix}*") for prefix in prefixes], {"StringEquals": IN_THE_DEVELOPMENT_ACCOUNT})


def _exchange_objects(*more: str) -> Statement:
    return _read_objects(["s3:GetObject", "s3:PutObject", *more], OWN_PREFIX)


def _bucket(allowed: Sequence[str]) -> Statement:
    bucket = filled(f"arn:${{AWS::Partition}}:s3:::sagemaker-{ID}-*")
    return allow(allowed, [bucket], {"StringEquals": IN_THE_DEVELOPMENT_ACCOUNT})


def _objects(pattern: str) -> Any:
    return filled(f"arn:${{AWS::Partition}}:s3:::sagemaker-{ID}-*/{pattern}")


def _keys(allowed: Sequence[str], condition: Statement | None = None) -> Statement:
    return allow(allowed, [development_keys()], {"StringEquals": IN_THE_DEVELOPMENT_ACCOUNT} | (condition or {}))
