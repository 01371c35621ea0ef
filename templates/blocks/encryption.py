"""The project's KMS key and its policy."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from troposphere import Ref, Sub, kms

from templates import names
from templates.arns import account_root, arn, regionless_arn
from templates.blocks.retention import RETAINED
from templates.blocks.stage_access import key_access
from templates.blocks.stages import NO_STAGES, Stage
from templates.policy import Statement, allow, deny, document, with_principal
from templates.project import Project

USE = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo")
DECRYPT_AND_GENERATE = ("kms:Decrypt", "kms:GenerateDataKey")
"""What reading and writing objects takes: S3 user guide, "Using server-side encryption with AWS KMS keys"."""
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
"""What a rollback or an update takes in the minutes before the key's tags take effect."""
THIS_KEY = ("*",)
FOR_AWS_SERVICES = {"Bool": {"kms:GrantIsForAWSResource": "true"}}


class ProjectKey(NamedTuple):
    key: kms.Key
    alias: kms.Alias


def project_key(project: Project, stages: Sequence[Stage] = NO_STAGES) -> ProjectKey:
    """One key for everything a project stores; its roles in `stages` may decrypt what they deploy."""
    key = kms.Key(
        "Key",
        Tags=project.tags,
        Description=Sub(f"Encrypts everything that project {project.model_package_group} stores"),
        EnableKeyRotation=True,
        PendingWindowInDays=30,
        KeyPolicy=document(_statements(project, stages)),
        **RETAINED,
    )
    alias = kms.Alias("KeyAlias", AliasName=Sub(f"alias/{project.short_name('key')}"), TargetKeyId=Ref(key))
    return ProjectKey(key, alias)


def _statements(project: Project, stages: Sequence[Stage]) -> list[Any]:
    return [
        with_principal({"AWS": account_root()}, allow([*USE, *ADMINISTER], THIS_KEY)),
        _launch_role_statement(),
        _deny_grants_to_people(),
        _build_logs_statement(project),
        _events_statement(project),
        _s3_users_statement(),
        *key_access(project, stages, USE, DECRYPT_AND_GENERATE),
    ]


def _launch_role_statement() -> Statement:
    """By condition: KMS refuses principals that do not exist, and a portfolio may have another launch role."""
    launch_role = {"ArnEquals": {"aws:PrincipalArn": regionless_arn("iam", f"role/{names.LAUNCH_ROLE}")}}
    return with_principal("*", allow(NEW_KEY, THIS_KEY, launch_role))


def _deny_grants_to_people() -> Statement:
    condition = {"BoolIfExists": {"kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false"}}
    return with_principal("*", deny(["kms:CreateGrant"], THIS_KEY, condition))


def _build_logs_statement(project: Project) -> Statement:
    """CloudWatch Logs user guide, "Encrypt log data", lists kms:GenerateDataKey* besides the others."""
    logs = [arn("logs", f"log-group:{project.build_log_group(part)}") for part in (names.TRAINING_PART, "*")]
    statement = allow(
        [*USE, "kms:GenerateDataKeyWithoutPlaintext"],
        THIS_KEY,
        {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": logs}},
    )
    return with_principal({"Service": Sub("logs.${AWS::Region}.amazonaws.com")}, statement)


def _events_statement(project: Project) -> Statement:
    """Rules send to the encrypted dead-letter queue."""
    rules = {"ArnLike": {"aws:SourceArn": arn("events", f"rule/{project.short_name('*')}")}}
    return with_principal(
        {"Service": "events.amazonaws.com"}, allow(["kms:Decrypt", "kms:GenerateDataKey"], THIS_KEY, rules)
    )


def _s3_users_statement() -> Statement:
    """For all principals of the account that may read or write an object of the bucket, through S3 alone.

    As in the policies of AWS's own keys (AWS KMS developer guide, "AWS managed keys"). Which principals those are, the
    bucket's policy and their own policies decide.
    """
    through_s3 = {
        "StringEquals": {
            "kms:CallerAccount": Ref("AWS::AccountId"),
            "kms:ViaService": Sub("s3.${AWS::Region}.amazonaws.com"),
        }
    }
    return with_principal("*", allow(DECRYPT_AND_GENERATE, THIS_KEY, through_s3))
