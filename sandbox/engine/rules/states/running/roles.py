"""The role of a state machine: what it must allow when the machine is made, and its credentials for a task."""

from collections.abc import Iterator
from typing import Any

from ministack.core.responses import get_region

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn
from sandbox.api.loopback import Credentials
from sandbox.engine.rules.states.integrations import resources
from sandbox.iam import permission_checks, sessions

_PRINCIPAL = "states.amazonaws.com"
# Developer guide, "IAM policies for integrated services": the rules through which Step Functions learns that a job has
# ended. The wording of the refusals: aws-samples/amazon-sagemaker-safe-deployment-pipeline#29, and the AWS provider of
# Terraform, which tries again on "Neither the global service principal".
_RULES = {
    "createTrainingJob": "StepFunctionsGetEventsForSageMakerTrainingJobsRule",
    "createTransformJob": "StepFunctionsGetEventsForSageMakerTransformJobsRule",
    "createHyperParameterTuningJob": "StepFunctionsGetEventsForSageMakerTuningJobsRule",
    "createProcessingJob": "StepFunctionsGetEventsForSageMakerProcessingJobsRule",
    "startBuild": "StepFunctionsGetEventForCodeBuildStartBuildRule",
    "startExecution": "StepFunctionsGetEventsForStepFunctionsExecutionRule",
}
_RULE_ACTIONS = ("events:PutTargets", "events:PutRule", "events:DescribeRule")


def credentials(role: str, machine: str, session: str) -> Credentials:
    """Credentials of a machine's role.

    Raises:
        ServiceError: AccessDenied.

    """
    try:
        return sessions.assume_for_service(role, _PRINCIPAL, session, machine)
    except ServiceError:
        return sessions.assume_for_service(role, f"states.{get_region()}.amazonaws.com", session, machine)


def check(role: str, definition: dict[str, Any], machine: str) -> Credentials:
    """Credentials of a role that Step Functions can assume and that can make the rules of jobs that are waited for.

    Raises:
        ServiceError: AccessDeniedException or InvalidArn.

    """
    if not role.startswith("arn:aws:iam::") or ":role/" not in role:
        raise ServiceError("InvalidArn", f"Invalid Role Arn: '{role}'")
    try:
        own = credentials(role, machine, "check")
    except ServiceError:
        problem = f"Neither the global service principal {_PRINCIPAL}, nor the regional one is authorized to assume"
        raise ServiceError("AccessDeniedException", f"{problem} the provided role.") from None
    for rule in sorted(_managed_rules(definition)):
        for action in _RULE_ACTIONS:
            _require(own, action, rule, role)
    return own


def _require(own: Credentials, action: str, rule: str, role: str) -> None:
    try:
        permission_checks.require(own, action, arn("events", f"rule/{rule}"))
    except ServiceError:
        problem = f"'{role}' is not authorized to create managed-rule."
        raise ServiceError("AccessDeniedException", problem) from None


def _managed_rules(definition: Any) -> set[str]:
    found = {resources.read(text) for text in _task_resources(definition)}
    waited = {each for each in found if each and each.pattern in {resources.SYNC, resources.SYNC_2}}
    return {_RULES[each.api] for each in waited if each.api in _RULES}


def _task_resources(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("Type") == "Task" and isinstance(value.get("Resource"), str):
            yield value["Resource"]
        for member in value.values():
            yield from _task_resources(member)
    elif isinstance(value, list):
        for item in value:
            yield from _task_resources(item)
