"""Where projects and builds are kept."""

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn
from sandbox.api.store import Store, Table
from sandbox.services.codebuild.state.build import Build
from sandbox.services.codebuild.state.project import Project

STORE = Store()
PROJECTS: Table[Project] = Table(STORE, "projects")
BUILDS: Table[Build] = Table(STORE, "builds")


def find_project(name: str) -> Project:
    if name not in PROJECTS.here():
        raise ServiceError("ResourceNotFoundException", f"Project cannot be found: {project_arn(name)}")
    return PROJECTS.here()[name]


def project_arn(name: str) -> str:
    return arn("codebuild", f"project/{name}")
