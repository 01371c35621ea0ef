"""CodeBuild's projects, with every property they have."""

from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import iam

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn, now
from sandbox.api.types import Answer, Request
from sandbox.services.codebuild.state.project import Cache, Project, VpcConfig
from sandbox.services.codebuild.state.tables import PROJECTS, find_project, project_arn
from sandbox.world import networks

_DEFAULTS = {"timeoutInMinutes": 60, "queuedTimeoutInMinutes": 480, "tags": [], "projectVisibility": "PRIVATE"}


def CreateProject(request: Request) -> Answer:
    name = request["name"]
    if name in PROJECTS.here():
        raise ServiceError("ResourceAlreadyExistsException", f"Project already exists: {project_arn(name)}")
    key = arn("kms", "alias/aws/s3")
    made = {**_DEFAULTS, "arn": project_arn(name), "created": now(), "encryptionKey": key}
    PROJECTS.here()[name] = _checked(made | request)
    return {"project": PROJECTS.here()[name]}


def UpdateProject(request: Request) -> Answer:
    PROJECTS.here()[request["name"]] = _checked({**find_project(request["name"]), **request})
    return {"project": PROJECTS.here()[request["name"]]}


def BatchGetProjects(request: Request) -> Answer:
    names = [name.rpartition("/")[2] for name in request["names"]]
    known = PROJECTS.here()
    missing = [name for name in names if name not in known]
    return {"projects": [known[name] for name in names if name in known], "projectsNotFound": missing}


def ListProjects(request: Request) -> Answer:
    return {"projects": sorted(PROJECTS.here(), reverse=request.get("sortOrder") == "DESCENDING")}


def DeleteProject(request: Request) -> None:
    PROJECTS.here().pop(request["name"].rpartition("/")[2], None)


def _checked(properties: dict[str, Any]) -> Project:
    """A project with these properties, unless CodeBuild would refuse it."""
    badge = {"badgeEnabled": properties.pop("badgeEnabled", False)}
    project: Any = {**properties, "lastModified": now(), "badge": badge}
    _check_source_and_artifacts(project)
    _check_network(project.get("vpcConfig") or {})
    _check_cache(project.get("cache", {}))
    _check_role(project["serviceRole"])
    return project


def _check_source_and_artifacts(project: Project) -> None:
    source = project["source"]
    if (source["type"] == "CODEPIPELINE") != (project["artifacts"]["type"] == "CODEPIPELINE"):
        raise invalid_input("If one of source and artifacts is CODEPIPELINE, both must be")
    if source["type"] == "NO_SOURCE" and not source.get("buildspec"):
        raise invalid_input("Missing source or buildspec: a project without source needs a buildspec")


def _check_network(vpc: VpcConfig) -> None:
    problem = networks.problem(vpc.get("vpcId"), vpc.get("subnets", []), vpc.get("securityGroupIds", []))
    if problem:
        raise invalid_input(problem)


def _check_cache(cache: Cache) -> None:
    """CodeBuild API reference, "ProjectCache": an S3 cache needs a location, a local one modes."""
    if cache.get("type") == "S3" and not cache.get("location"):
        raise invalid_input("Invalid cache: location must be specified when the cache type is S3")
    if cache.get("type") == "LOCAL" and not cache.get("modes"):
        raise invalid_input("Invalid cache: modes must be specified when the cache type is LOCAL")


def _check_role(role: str) -> None:
    account, name = role.split(":")[4], role.rpartition("/")[2]
    if account != get_account_id() or iam._roles.get_scoped(account, None, name) is None:
        raise invalid_input(f"CodeBuild is not authorized to perform: sts:AssumeRole on {role}")


def invalid_input(message: str) -> ServiceError:
    return ServiceError("InvalidInputException", message)
