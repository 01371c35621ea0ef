"""Targets of rules: which there can be, with what role and what parameters.

The messages were measured with AWS: badmintoncryer/cdk-preflight, pf-events-target-*, except for recorded ones.
"""

from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.events import templates
from sandbox.engine.rules.events.buses import LIMIT, existing_bus, page
from sandbox.engine.rules.events.engine_calls import call
from sandbox.engine.rules.events.event_rules import existing_rule

Target = dict[str, Any]

# EventBridge User Guide, "Amazon EventBridge quotas", Targets for each rule.
_TARGETS = 5
# "Using resource-based policies": every other service is reached by a role.
_BY_POLICY = frozenset({"lambda", "sns", "sqs", "logs"})
_DELIVERED = frozenset({"lambda", "sns", "sqs", "events", "states", "codepipeline", "codebuild", "sagemaker"})
_PARAMETERS = {
    "EcsParameters": {"ecs"},
    "KinesisParameters": {"kinesis"},
    "BatchParameters": {"batch"},
    "HttpParameters": {"events", "execute-api"},
    "RedshiftDataParameters": {"redshift", "redshift-serverless"},
    "RunCommandParameters": {"ssm"},
    "SageMakerPipelineParameters": {"sagemaker"},
    "AppSyncParameters": {"appsync"},
}


def PutTargets(request: Request) -> Answer:
    bus = existing_bus(request.get("EventBusName"))
    rule, given = existing_rule(request["Rule"], bus), request["Targets"]
    names = [target["Id"] for target in given]
    for name in names:
        if names.count(name) > 1:
            raise _invalid(
                f"Parameter targets is not valid. Reason: More than one target with Id '{name}' is provided."
            )
    known = eventbridge._targets.get(eventbridge._rule_key(rule["Name"], bus), [])
    if len({target["Id"] for target in known} | set(names)) > _TARGETS:
        raise LIMIT
    for target in given:
        _check(target)
    return call(eventbridge._put_targets, request | {"EventBusName": bus})


def _invalid(message: str) -> ServiceError:
    return ServiceError("ValidationException", message)


def _check(target: Target) -> None:
    arn, parts = target["Arn"], target["Arn"].split(":")
    if parts[0] != "arn" or len(parts) < 6 or not parts[5]:
        raise _invalid(f"Parameter {arn} is not valid. Reason: Provided Arn is not in correct format.")
    service = parts[2]
    if service not in eventbridge._SUPPORTED_TARGET_SERVICES:
        raise _invalid(f"{service} is not a supported service for a target.")
    if service not in _BY_POLICY and not target.get("RoleArn"):
        raise _invalid(f"RoleArn is required for target {arn}.")
    _check_parameters(target, service)
    _check_dead_letters(target)
    templates.check(target)
    _check_place(arn, service, parts[3:5])


def _check_parameters(target: Target, service: str) -> None:
    for name, services in _PARAMETERS.items():
        if name in target and service not in services:
            raise _invalid(f"Parameter(s) {name} not supported for target: {target['Id']}.")
    if service == "sqs" and target["Arn"].endswith(".fifo") and not target.get("SqsParameters"):
        raise _invalid(f"Parameter(s) SqsParameters must be specified for target: {target['Id']}.")


def _check_dead_letters(target: Target) -> None:
    queue = target.get("DeadLetterConfig", {}).get("Arn")
    if not queue:
        return
    service = queue.split(":")[2] if queue.count(":") > 4 else queue
    if service != "sqs":
        raise _invalid(f"{service} is not supported as a dead letter resource.")
    if queue.endswith(".fifo"):
        raise _invalid("SQS FIFO is not supported by Dead Letter Queues.")
    if queue.split(":")[3] != get_region():
        raise _invalid(f"Parameter {queue} is not valid. Reason: The dead-letter queue is in another region.")


def _check_place(arn: str, service: str, place: list[str]) -> None:
    """Refuse by name what would never get an event here."""
    if service not in _DELIVERED or ":api-destination/" in arn:
        raise not_emulated(f"the target {arn} of events:PutTargets")
    here = [get_region(), get_account_id()]
    if place != here and (service == "events" or place[1] != here[1]):
        raise not_emulated(f"the target {arn} in another account or region, of events:PutTargets")


def RemoveTargets(request: Request) -> Answer:
    bus = existing_bus(request.get("EventBusName"))
    existing_rule(request["Rule"], bus)
    return call(eventbridge._remove_targets, request | {"EventBusName": bus})


def ListTargetsByRule(request: Request) -> Answer:
    bus = existing_bus(request.get("EventBusName"))
    existing_rule(request["Rule"], bus)
    targets = call(eventbridge._list_targets_by_rule, request | {"EventBusName": bus})["Targets"]
    return page(request, "Targets", targets)


def ListRuleNamesByTarget(request: Request) -> Answer:
    bus = existing_bus(request.get("EventBusName"))
    return call(eventbridge._list_rule_names_by_target, request | {"EventBusName": bus})
