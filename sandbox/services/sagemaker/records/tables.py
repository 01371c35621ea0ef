"""Where SageMaker's records are; those of named resources are in `resources.py`."""

from typing import Any

from sandbox.api.store import Store, Table
from sandbox.api.types import Record
from sandbox.services.sagemaker.records.executions import CachedStep, PipelineExecution
from sandbox.services.sagemaker.records.shapes import ModelPackage, Project

STORE = Store()
TAGS: Table[dict[str, str]] = Table(STORE, "tags")
MODEL_PACKAGES: Table[ModelPackage] = Table(STORE, "packages")
PROJECTS: Table[Project] = Table(STORE, "projects")
EXECUTIONS: Table[PipelineExecution] = Table(STORE, "executions")
CACHED_STEPS: Table[CachedStep] = Table(STORE, "cache")
SETTINGS: Table[str] = Table(STORE, "settings")


def tag(resource: str, given: list[dict[str, str]]) -> None:
    """Store the tags of a new resource."""
    TAGS.here()[resource] = {member["Key"]: member["Value"] for member in given}


def aws_members(record: Any) -> Record:
    """The members of a record that AWS has too; names in lower case are the sandbox's own."""
    return {name: value for name, value in record.items() if name[0].isupper()}


def set_members(record: Any, members: Record) -> None:
    """Set members of a stored record at once; for code that serves records of several types."""
    record.update(members)
