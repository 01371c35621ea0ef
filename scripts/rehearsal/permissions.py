"""What the roles of a project may do, read while they are there, and what they were used for, read at the very end."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from scripts.launch import LaunchedProject
from scripts.rehearsal.roles import Cast, Grants, Viewer
from scripts.rehearsal.usage import RoleUse, calls, usage
from templates import names

OF_THE_ACCOUNT = (names.APPROVER, names.LAUNCH_ROLE, names.SEEDING_FUNCTION, names.SEEDING_BUILD)
OF_A_STAGE = (names.DEPLOY, names.CLOUDFORMATION, names.ENDPOINT, names.ENDPOINT_TEST, names.CLEANUP_FUNCTION)


def rights(cast: Cast, projects: Sequence[LaunchedProject]) -> Mapping[str, Grants]:
    """By part, the grants of the roles that the projects have and of those that they share with others."""
    own = tuple(f"sagemaker-{project.identifier}-*" for project in projects)
    deploys = any("DeployPipelineName" in project.outputs for project in projects)
    stages = {stage: OF_A_STAGE for stage in ("staging", "production") if deploys}
    looked_at = {"development": (*own, *OF_THE_ACCOUNT), **stages}
    return {part: _viewer(cast, part).grants(*roles) for part, roles in looked_at.items()}


def uses(cast: Cast, found: Mapping[str, Grants], since: datetime) -> Iterator[tuple[str, tuple[RoleUse, ...]]]:
    """The roles by the account they are in, named by its part and number."""
    for part, grants in found.items():
        viewer = _viewer(cast, part)
        yield f"{part} {viewer.number}", usage(calls(viewer.calls(since)), grants)


def _viewer(cast: Cast, part: str) -> Viewer:
    return cast.development if part == "development" else cast.viewer(part)
