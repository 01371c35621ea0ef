"""The permissions of a project's IAM roles, read while they exist, and the calls that used them, read at the end."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from scripts.launch import LaunchedProject
from scripts.rehearsal.roles import Grants, People, Viewer
from scripts.rehearsal.usage import RoleUsage, role_calls, usage
from templates import names

ACCOUNT_ROLES = (names.APPROVER, names.LAUNCH_ROLE, names.SEEDING_FUNCTION, names.SEEDING_BUILD, names.STAGES_FUNCTION)
STAGE_ROLES = (names.STAGE_PROVISIONER, names.STAGE_CLOUDFORMATION, names.CLEANUP_FUNCTION)


def read_grants(people: People, projects: Sequence[LaunchedProject]) -> Mapping[str, Grants]:
    """By account, the grants of the projects' own roles and of those that projects share."""
    own = tuple(f"sagemaker-{project.identifier}-*" for project in projects)
    deploys = any("DeployPipelineName" in project.outputs for project in projects)
    stages = {stage: (*own, *STAGE_ROLES) for stage in names.STAGE_NAMES if deploys}
    roles = {"development": (*own, *ACCOUNT_ROLES), **stages}
    return {account: _viewer(people, account).grants(*patterns) for account, patterns in roles.items()}


def read_usage(
    people: People, grants: Mapping[str, Grants], since: datetime
) -> Iterator[tuple[str, tuple[RoleUsage, ...]]]:
    """The roles by their account's name and number."""
    for account, granted in grants.items():
        viewer = _viewer(people, account)
        yield f"{account} {viewer.number}", usage(role_calls(viewer.events(since)), granted)


def _viewer(people: People, account: str) -> Viewer:
    return people.development if account == "development" else people.viewer(account)
