"""The project's KMS key and its policy."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from troposphere import Ref, Sub, Tags, kms

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


class CustomerKey(NamedTuple):
    key: kms.Key
    alias: kms.Alias


def project_key(project: Project, stages: Sequence[Stage] = NO_STAGES) -> CustomerKey:
    """One key for everything a project stores; its roles in `stages` may decrypt what they deploy."""
    description = Sub(f"Encrypts everything that project {project.model_package_group} stores")
    return customer_key(description, project.tags, project.short_name("key"), _statements(project, stages))


def customer_key(description: Sub, tags: Tags, alias: str, statements: Sequence[Any]) -> CustomerKey:
    """A key that is rotated and outlives its stack, under an alias."""
    key = kms.Key(
        "Key",
        Tags=tags,
        Description=description,
        EnableKeyRotation=True,
        PendingWindowInDays=30,
        KeyPolicy=document(statements),
        **RETAINED,
    )
    return CustomerKey(key, kms.Alias("KeyAlias", AliasName=Sub(f"alias/{alias}"), TargetKeyId=Ref(key)))


def _statements(project: Project, stages: Sequence[Stage]) -> list[Any]:
    return [
        *owned_by_the_account(names.LAUNCH_ROLE, NEW_KEY),
        _build_logs_statement(project),
        _events_statement(project),
        _s3_users_statement(),
        *key_access(project, stages, USE, DECRYPT_AND_GENERATE),
    ]


def owned_by_the_account(launch_role: str, new_key: Sequence[str]) -> list[Statement]:
    """The account's own policies decide, besides them the launch role, and only AWS's services are given grants.

    The role by condition: KMS refuses principals that do not exist, and a portfolio may have another launch role.
    """
    launched_by = {"ArnEquals": {"aws:PrincipalArn": regionless_arn("iam", f"role/{launch_role}")}}
    no_service = {"BoolIfExists": {"kms:GrantIsForAWSResource": "false", "aws:PrincipalIsAWSService": "false"}}
    return [
        with_principal({"AWS": account_root()}, allow([*USE, *ADMINISTER], THIS_KEY)),
        with_principal("*", allow(new_key, THIS_KEY, launched_by)),
        with_principal("*", deny(["kms:CreateGrant"], THIS_KEY, no_service)),
    ]


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
