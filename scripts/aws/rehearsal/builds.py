"""The result of a build, as the build itself exports it."""

from typing import Any

from scripts.rehearsal.roles import Log


def build_outcome(codebuild: Any, log: Log) -> str:
    """The variable OUTCOME of the build with this log: what it started, or why nothing; empty if there is none."""
    identifier = f"{log.group.rpartition('/')[2]}:{log.stream}"
    (build,) = codebuild.batch_get_builds(ids=[identifier])["builds"]
    exported = {item["name"]: item["value"] for item in build.get("exportedEnvironmentVariables", [])}
    return exported.get("OUTCOME", "")
