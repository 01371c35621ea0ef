"""The roles of the seeding function and of its build."""

from troposphere import Ref, iam

from templates import names
from templates.arns import arn_everywhere, bucket_arn
from templates.blocks.connections import FOR_LAUNCHES, SERVICES
from templates.blocks.grants.runtime import write_named_log_group
from templates.blocks.roles import account_role
from templates.policy import Statement, allow, service_trust, service_trust_if_source_account_known


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
            *[statement for service in SERVICES for statement in _read_connections(service)],
            # Whose launch it is; the service defines no resource for searching.
            allow(["servicecatalog:SearchProvisionedProducts"], ["*"]),
        ],
    )


def seeding_build_role() -> iam.Role:
    """It may use every connection that is tagged for launches, because each project names its own at launch."""
    build = arn_everywhere("codebuild", f"project/{names.SEEDING}")
    seeds = bucket_arn(f"{names.asset_bucket(region='*')}/seeds/*")
    return account_role(
        names.SEEDING_BUILD,
        service_trust("codebuild", build),
        [
            write_named_log_group(f"/aws/codebuild/{names.SEEDING}"),
            allow(["s3:GetObject"], [seeds]),
            *[
                allow(_use_connection(service), [arn_everywhere(service, "connection/*")], FOR_LAUNCHES)
                for service in SERVICES
            ],
        ],
    )


def _read_connections(service: str) -> list[Statement]:
    """The tags of any, so that the function can say what is missing."""
    any_connection, any_host = (arn_everywhere(service, f"{kind}/*") for kind in ("connection", "host"))
    return [
        allow([f"{service}:ListTagsForResource"], [any_connection]),
        allow([f"{service}:GetConnection"], [any_connection], FOR_LAUNCHES),
        allow([f"{service}:GetHost"], [any_host]),
    ]


def _use_connection(service: str) -> list[str]:
    return [f"{service}:{action}" for action in ("GetConnection", "GetConnectionToken", "UseConnection")]
