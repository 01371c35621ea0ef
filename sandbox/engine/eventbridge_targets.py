"""Delivers events to targets under the target's role, or by the target's own policy; the rest goes to dead letters."""

import json
import logging
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from ministack.core.responses import get_account_id
from ministack.services import eventbridge

from sandbox.api import background, loopback
from sandbox.api.errors import ServiceError
from sandbox.engine import input_transformers, target_policies
from sandbox.iam.sessions import assume_for_service

Record = dict[str, Any]

_engine_invoke = eventbridge._invoke_target
# EventBridge user guide, "Using resource-based policies": targets that are not reached by a role.
_BY_POLICY = {"lambda": "lambda:InvokeFunction", "sns": "sns:Publish", "sqs": "sqs:SendMessage"}


def _start_pipeline(target: Record, payload: str) -> None:
    """CodePipeline takes the variables of an input transformer, and no notice of a plain event."""
    given = json.loads(payload)
    chosen = {} if "detail-type" in given else {name: given[name] for name in ("variables",) if given.get(name)}
    loopback.client("codepipeline").start_pipeline_execution(name=target["Arn"].split(":")[5], **chosen)


def _start_build(target: Record, _payload: str) -> None:
    loopback.client("codebuild").start_build(projectName=target["Arn"].rpartition("/")[2])


def _start_training(target: Record, _payload: str) -> None:
    parameters = target.get("SageMakerPipelineParameters", {}).get("PipelineParameterList", [])
    client, name = loopback.client("sagemaker"), target["Arn"].rpartition("/")[2]
    client.start_pipeline_execution(PipelineName=name, PipelineParameters=parameters)


def _start_state_machine(target: Record, payload: str) -> None:
    loopback.client("stepfunctions").start_execution(stateMachineArn=target["Arn"], input=payload)


_BY_ROLE: dict[str, Callable[[Record, str], None]] = {
    "codepipeline": _start_pipeline,
    "codebuild": _start_build,
    "sagemaker": _start_training,
    "states": _start_state_machine,
}


def _invoke(target: Record, event: Record, rule: Record, view: Any = None) -> None:
    """Deliver later, since the caller that caused the event may be the thread that serves requests."""
    seen = view or eventbridge._pattern_event_view(event)
    background.start(lambda: _deliver(target, event, rule, seen))


def _deliver(target: Record, event: Record, rule: Record, view: Any) -> None:
    payload = json.dumps(view.event_with_detail())
    try:
        payload = _payload(target, rule, view)
        _hand_over(target, event, rule, payload)
    except (BotoCoreError, ClientError, ServiceError, ValueError) as error:
        code, message = _said(error)
        logging.getLogger(__name__).warning("%s to %s: %s: %s", rule["Arn"], target["Arn"], code, message)
        _bury(target, rule, payload, (code, message))


def _hand_over(target: Record, event: Record, rule: Record, payload: str) -> None:
    service = target["Arn"].split(":")[2]
    if service in _BY_ROLE:
        with loopback.acting_as(_role(target, rule)):
            _BY_ROLE[service](target, payload)
        return
    if service in _BY_POLICY:
        target_policies.refuse_role(target)
        target_policies.require(_BY_POLICY[service], target["Arn"], rule["Arn"])
    _engine_invoke(target, event, rule, eventbridge._pattern_event_view(event))


def _role(target: Record, rule: Record) -> loopback.Credentials:
    """Schedules come from Scheduler, which names their group as the source; rules name themselves."""
    role = target.get("RoleArn")
    if not role:
        raise ServiceError("NO_PERMISSIONS", f"The target {target['Arn']} has no role")
    scheduled = ":scheduler:" in rule["Arn"]
    source = rule["Arn"].rpartition("/")[0].replace(":schedule/", ":schedule-group/") if scheduled else rule["Arn"]
    return assume_for_service(role, f"{'scheduler' if scheduled else 'events'}.amazonaws.com", "delivery", source)


def _payload(target: Record, rule: Record, view: Any) -> str:
    if "InputTransformer" in target:
        return input_transformers.transform(target["InputTransformer"], rule, view)
    return target.get("Input") or json.dumps(view.event_with_detail())


def _bury(target: Record, rule: Record, payload: str, error: tuple[str, str]) -> None:
    """What AWS puts into a dead-letter queue: EventBridge user guide, "Using dead-letter queues"."""
    queue = target.get("DeadLetterConfig", {}).get("Arn")
    if not queue:
        return
    facts = {"RULE_ARN": rule["Arn"], "TARGET_ARN": target["Arn"], "ERROR_CODE": error[0], "ERROR_MESSAGE": error[1]}
    attributes = {name: {"DataType": "String", "StringValue": value} for name, value in facts.items()}
    try:
        target_policies.require("sqs:SendMessage", queue, rule["Arn"])
    except ServiceError as refused:
        logging.getLogger(__name__).warning("%s: %s", queue, refused.message)
        return
    with loopback.acting_as(loopback.root(get_account_id())):
        client = loopback.client("sqs")
        address = client.get_queue_url(QueueName=queue.split(":")[5])["QueueUrl"]
        client.send_message(QueueUrl=address, MessageBody=payload, MessageAttributes=attributes)


def _said(error: Exception) -> tuple[str, str]:
    if isinstance(error, ServiceError):
        return error.code, error.message
    if isinstance(error, ClientError):
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    return "INVALID_PARAMETER", str(error)


def install() -> None:
    eventbridge._invoke_target = _invoke
    input_transformers.install()
