"""One action: looked up by its provider, told to the world, and its outcome kept."""

import contextvars
import logging
import threading
from collections.abc import Callable
from typing import Any

from sandbox.services.codepipeline.actions import approval, cloudformation, codebuild, sources
from sandbox.services.codepipeline.running import events
from sandbox.services.codepipeline.running.records import AbandonedError, ActionError, action_entry, change, reason
from sandbox.services.codepipeline.running.variables import resolved
from sandbox.services.codepipeline.running.work import Work

Record = dict[str, Any]

RUNS: dict[str, Callable[[Work], str]] = {
    **sources.PROVIDERS,
    "CodeBuild": codebuild.code_build,
    "Manual": approval.manual,
    "CloudFormation": cloudformation.cloud_formation,
}


def run_together(execution: Record, stage: str, actions: list[Record]) -> None:
    """Run actions of the same order side by side; the entries tell how each went."""
    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(_run, execution, stage, action), daemon=True)
        for action in actions
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _run(execution: Record, stage: str, action: Record) -> None:
    entry = action_entry(stage, action)
    execution["actions"].append(entry)
    events.action(execution, entry)
    try:
        change(entry, "Succeeded", summary=_perform(Work(execution, entry)))
        _keep(execution, entry)
    except AbandonedError:
        change(entry, "Abandoned")
    except Exception as error:  # whatever it is, the pipeline's state says it
        code, message = reason(error)
        if code == "InternalError":
            logging.getLogger(__name__).exception("%s/%s/%s", execution["pipeline"], stage, action["name"])
        change(entry, "Failed", summary=message, error={"code": code, "message": message})
    events.action(execution, entry)


def _perform(work: Work) -> str:
    names = [each["name"] for each in work.action.get("inputArtifacts", [])]
    work.entry["inputs"] = {name: work.execution["artifacts"][name] for name in names}
    work.entry["configuration"] = resolved(work.action.get("configuration", {}), work.execution)
    provider = work.action["actionTypeId"]["provider"]
    if provider not in RUNS:
        raise ActionError(f"Actions of {provider} are not run by the sandbox", "SandboxNotImplemented")
    return RUNS[provider](work)


def _keep(execution: Record, entry: Record) -> None:
    """What later actions and a later rollback can use."""
    execution["artifacts"] = execution["artifacts"] | entry["outputs"]
    if namespace := entry["action"].get("namespace"):
        execution["namespaces"] = execution["namespaces"] | {namespace: entry["variables"]}
    if "revision" in entry:
        made = entry["revision"] | {"name": name_of_output(entry), "created": entry["lastUpdateTime"]}
        execution["revisions"] = [*execution["revisions"], made]


def name_of_output(entry: Record) -> str:
    return entry["action"]["outputArtifacts"][0]["name"]
