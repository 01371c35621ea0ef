"""The roles of the seeding function and of its build."""

from collections.abc import Sequence

from troposphere import Ref, iam

from templates import names
from templates.arns import arn_everywhere, bucket_arn
from templates.policy import Statement, allow, document, service_trust, service_trust_if_told

CONNECTIONS = ("codeconnections", "codestar-connections")


def seeding_function_role() -> iam.Role:
    return _role(
        names.SEEDING_FUNCTION,
        service_trust_if_told("lambda", Ref("AWS::AccountId")),
        [
            _write_logs(f"/aws/lambda/{names.SEEDING}"),
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
    """It may use every connection of the account, because a project brings its own at launch."""
    build = arn_everywhere("codebuild", f"project/{names.SEEDING}")
    seeds = bucket_arn("mlops-catalog-assets-${AssetSuffix}-*/seeds/*")
    return _role(
        names.SEEDING_BUILD,
        service_trust("codebuild", build),
        [
            _write_logs(f"/aws/codebuild/{names.SEEDING}"),
            allow(["s3:GetObject"], [seeds]),
            *[allow(_use_connection(service), [arn_everywhere(service, "connection/*")]) for service in CONNECTIONS],
        ],
    )


def _role(name: str, trust: Statement, grants: Sequence[Statement]) -> iam.Role:
    return iam.Role(
        names.logical_id(name, "role"),
        RoleName=name,
        Path=names.PATH,
        AssumeRolePolicyDocument=document([trust]),
        Policies=[iam.Policy(PolicyName="grants", PolicyDocument=document(grants))],
    )


def _write_logs(group: str) -> Statement:
    return allow(["logs:CreateLogStream", "logs:PutLogEvents"], [arn_everywhere("logs", f"log-group:{group}:*")])


def _connections_and_hosts(service: str) -> list[object]:
    return [arn_everywhere(service, kind) for kind in ("connection/*", "host/*")]


def _use_connection(service: str) -> list[str]:
    return [f"{service}:{action}" for action in ("GetConnection", "GetConnectionToken", "UseConnection")]
