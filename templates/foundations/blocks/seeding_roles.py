"""The roles of the seeding function and of its build."""

from troposphere import Ref, iam

from templates import names
from templates.arns import arn_everywhere, bucket_arn
from templates.blocks.grants.runtime import write_named_log_group
from templates.blocks.roles import account_role
from templates.policy import allow, service_trust, service_trust_if_source_account_known

CONNECTIONS = ("codeconnections", "codestar-connections")


def seeding_function_role() -> iam.Role:
    return account_role(
        names.SEEDING_FUNCTION,
        service_trust_if_source_account_known("lambda", Ref("AWS::AccountId")),
        [
            write_named_log_group(f"/aws/lambda/{names.SEEDING}"),
            allow(
                ["codebuild:BatchGetBuilds", "codebuild:StartBuild"],
                [arn_everywhere("codebuild", f"project/{names.SEEDING}")],
            ),
            *[
                allow([f"{service}:GetConnection", f"{service}:GetHost"], _connections_and_hosts(service))
                for service in CONNECTIONS
            ],
        ],
    )


def seeding_build_role() -> iam.Role:
    """It may use every connection of the account, because each project names its own at launch."""
    build = arn_everywhere("codebuild", f"project/{names.SEEDING}")
    seeds = bucket_arn(f"{names.asset_bucket(region='*')}/seeds/*")
    return account_role(
        names.SEEDING_BUILD,
        service_trust("codebuild", build),
        [
            write_named_log_group(f"/aws/codebuild/{names.SEEDING}"),
            allow(["s3:GetObject"], [seeds]),
            *[allow(_use_connection(service), [arn_everywhere(service, "connection/*")]) for service in CONNECTIONS],
        ],
    )


def _connections_and_hosts(service: str) -> list[object]:
    return [arn_everywhere(service, kind) for kind in ("connection/*", "host/*")]


def _use_connection(service: str) -> list[str]:
    return [f"{service}:{action}" for action in ("GetConnection", "GetConnectionToken", "UseConnection")]
