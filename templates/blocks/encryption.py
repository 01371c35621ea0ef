"""The project's key, and who may use it."""

from typing import Any, NamedTuple

from troposphere import Ref, Sub, kms

from templates import names
from templates.arns import account_root, arn, regionless_arn
from templates.blocks.retention import KEPT
from templates.policy import Statement, allow, deny, document, granted_to
from templates.project import Project
from templates.stages import for_stages

USE = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo")
OPEN_AND_SEAL = ("kms:Decrypt", "kms:GenerateDataKey")
"""All that S3 does with a key for who reads and writes objects: "Using server-side encryption with AWS KMS keys"."""
ADMINISTER = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:CreateGrant",
    "kms:DeleteAlias",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
)
NEW_KEY = (
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateKeyDescription",
)
"""What rolling a launch back or changing it takes in the minutes before the key's tags count."""
THIS_KEY = ("*",)
FOR_AWS_SERVICES = {"Bool": {"kms:GrantIsForAWSResource": "true"}}


class ProjectKey(NamedTuple):
    key: kms.Key
    alias: kms.Alias


def project_key(project: Project) -> ProjectKey:
    """One key for everything a project stores; the stages' roles may read with it what they deploy."""
    key = kms.Key(
        "Key",
        Tags=project.tags,
        Description=Sub(f"Encrypts everything that project {project.model_package_group} stores"),
        EnableKeyRotation=True,
        PendingWindowInDays=30,
        KeyPolicy=document(_statements(project)),
        **KEPT,
    )
    alias = kms.Alias("KeyAlias", AliasName=Sub(f"alias/{project.short_name('key')}"), TargetKeyId=Ref(key))
    return ProjectKey(key, alias)


def _statements(project: Project) -> list[Any]:
    return [
        granted_to({"AWS": account_root()}, allow([*USE, *ADMINISTER], THIS_KEY)),
        _for_the_launch_role(),
        _no_grants_to_people(),
        _for_build_logs(project),
        _for_events(project),
        _for_people(),
        for_stages(allow(USE, THIS_KEY), (names.DEPLOY, names.ENDPOINT)),
        for_stages(allow(OPEN_AND_SEAL, THIS_KEY), (names.ENDPOINT_TEST,)),
        for_stages(allow(["kms:DescribeKey"], THIS_KEY), (names.CLOUDFORMATION,)),
        for_stages(allow(["kms:CreateGrant"], THIS_KEY, FOR_AWS_SERVICES), (names.CLOUDFORMATION, names.ENDPOINT)),
    ]


def _for_the_launch_role() -> Statement:
    """By condition: KMS refuses a policy that names a role which is not there, and a portfolio may have another."""
    launching = {"ArnEquals": {"aws:PrincipalArn": regionless_arn("iam", f"role/{names.LAUNCH_ROLE}")}}
    return granted_to("*", allow(NEW_KEY, THIS_KEY, launching))


def _no_grants_to_people() -> Statement:
    condition = {"BoolIfExists": {"kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false"}}
    return granted_to("*", deny(["kms:CreateGrant"], THIS_KEY, condition))


def _for_build_logs(project: Project) -> Statement:
    """CloudWatch Logs user guide, "Encrypt log data", lists kms:GenerateDataKey* besides the others."""
    logs = arn("logs", f"log-group:{project.build_log_group('*')}")
    statement = allow(
        [*USE, "kms:GenerateDataKeyWithoutPlaintext"],
        THIS_KEY,
        {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": logs}},
    )
    return granted_to({"Service": Sub("logs.${AWS::Region}.amazonaws.com")}, statement)


def _for_events(project: Project) -> Statement:
    """Rules write to the encrypted queue."""
    rules = {"ArnLike": {"aws:SourceArn": arn("events", f"rule/{project.short_name('*')}")}}
    return granted_to(
        {"Service": "events.amazonaws.com"}, allow(["kms:Decrypt", "kms:GenerateDataKey"], THIS_KEY, rules)
    )


def _for_people() -> Statement:
    """Whoever of this account may read or write an object of the bucket: S3 uses the key in their name.

    As AWS words it in the policies of its own keys ("AWS managed keys"). Who that is, the bucket's policy and the
    policies of people decide.
    """
    through_s3 = {
        "StringEquals": {
            "kms:CallerAccount": Ref("AWS::AccountId"),
            "kms:ViaService": Sub("s3.${AWS::Region}.amazonaws.com"),
        }
    }
    return granted_to("*", allow(OPEN_AND_SEAL, THIS_KEY, through_s3))
