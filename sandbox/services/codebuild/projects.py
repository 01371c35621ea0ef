"""CodeBuild's projects, with every property they have."""

from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import iam

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn, now
from sandbox.api.store import Record, Store
from sandbox.world import networks

Request = dict[str, Any]

STORE = Store()

_DEFAULTS = {"timeoutInMinutes": 60, "queuedTimeoutInMinutes": 480, "tags": [], "projectVisibility": "PRIVATE"}


def CreateProject(request: Request) -> Request:
    name = request["name"]
    if name in STORE.here("projects"):
        raise ServiceError(
            "ResourceAlreadyExistsException", f"Project already exists: {arn('codebuild', project_path(name))}"
        )
    project = {**_DEFAULTS, "arn": arn("codebuild", project_path(name)), "created": now()}
    project.setdefault("encryptionKey", arn("kms", "alias/aws/s3"))
    STORE.here("projects")[name] = _changed(project, request)
    return {"project": STORE.here("projects")[name]}


def UpdateProject(request: Request) -> Request:
    project = project_of(request["name"])
    STORE.here("projects")[request["name"]] = _changed(project, request)
    return {"project": STORE.here("projects")[request["name"]]}


def BatchGetProjects(request: Request) -> Request:
    names = [name.rpartition("/")[2] for name in request["names"]]
    known = STORE.here("projects")
    missing = [name for name in names if name not in known]
    return {"projects": [known[name] for name in names if name in known], "projectsNotFound": missing}


def ListProjects(request: Request) -> Request:
    return {"projects": sorted(STORE.here("projects"), reverse=request.get("sortOrder") == "DESCENDING")}


def DeleteProject(request: Request) -> None:
    STORE.here("projects").pop(request["name"].rpartition("/")[2], None)


def _changed(project: Record, request: Request) -> Record:
    changed = {**project, **request, "lastModified": now()}
    changed["badge"] = {"badgeEnabled": changed.pop("badgeEnabled", False)}
    pipeline = [changed[part]["type"] == "CODEPIPELINE" for part in ("source", "artifacts")]
    if any(pipeline) and not all(pipeline):
        raise invalid("If one of source and artifacts is CODEPIPELINE, both must be")
    if changed["source"]["type"] == "NO_SOURCE" and not changed["source"].get("buildspec"):
        raise invalid("Missing source or buildspec: a project without source needs a buildspec")
    place = changed.get("vpcConfig") or {}
    missing = networks.problem(place.get("vpcId"), place.get("subnets", []), place.get("securityGroupIds", []))
    if missing:
        raise invalid(missing)
    _check_cache(changed.get("cache", {}))
    account, role = changed["serviceRole"].split(":")[4], changed["serviceRole"].rpartition("/")[2]
    if account != get_account_id() or iam._roles.get_scoped(account, None, role) is None:
        raise invalid(f"CodeBuild is not authorized to perform: sts:AssumeRole on {changed['serviceRole']}")
    return changed


def _check_cache(cache: Record) -> None:
    """CodeBuild API reference, "ProjectCache": each type needs what says where or how."""
    if cache.get("type") == "S3" and not cache.get("location"):
        raise invalid("Invalid cache: location must be specified when the cache type is S3")
    if cache.get("type") == "LOCAL" and not cache.get("modes"):
        raise invalid("Invalid cache: modes must be specified when the cache type is LOCAL")


def project_of(name: str) -> Record:
    if name not in STORE.here("projects"):
        raise ServiceError(
            "ResourceNotFoundException", f"Project cannot be found: {arn('codebuild', project_path(name))}"
        )
    return STORE.here("projects")[name]


def invalid(message: str) -> ServiceError:
    return ServiceError("InvalidInputException", message)


def project_path(name: str) -> str:
    return f"project/{name}"
