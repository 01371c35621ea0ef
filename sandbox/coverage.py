"""What the sandbox really does, for tests that compare it with what templates ask for."""

from sandbox.cloudformation.types import KINDS
from sandbox.services import SERVICES

PIPELINE_ACTIONS = [
    ["Source", "CodeCommit"], ["Source", "CodeStarSourceConnection"], ["Source", "S3"], ["Build", "CodeBuild"],
    ["Test", "CodeBuild"], ["Deploy", "CloudFormation"], ["Approval", "Manual"], ["Invoke", "Lambda"],
]  # fmt: skip


def report() -> dict:
    return {
        "types": {name: sorted(kind.properties) for name, kind in KINDS.items()},
        "operations": {service.name: sorted(service.operations) for service in SERVICES},
        "pipeline_actions": PIPELINE_ACTIONS,
    }
