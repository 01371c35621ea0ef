"""Delivers events to targets under the target's role, or by the target's own policy; the rest goes to dead letters."""

import json
import logging
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from ministack.core.responses import get_account_id
from ministack.services import eventbridge, scheduler, sns

from sandbox.api import background, loopback
from sandbox.api.errors import ServiceError
from sandbox.engine import input_transformers, target_policies
from sandbox.engine.rules.events import patterns, templates
from sandbox.engine.rules.events.patterns import texts
from sandbox.engine.rules.schedule_expressions import expressions
from sandbox.engine.target_starts import BY_ROLE, BY_ROLE_OF_A_SCHEDULE
from sandbox.iam.sessions import assume_for_service

Record = dict[str, Any]

_engine_invoke = eventbridge._invoke_target
# EventBridge user guide, "Using resource-based policies": targets that are not reached by a role.
_BY_POLICY = {"lambda": "lambda:InvokeFunction", "sns": "sns:Publish", "sqs": "sqs:SendMessage"}


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
    by_role = BY_ROLE | BY_ROLE_OF_A_SCHEDULE if _is_schedule(rule) else BY_ROLE
    if service in by_role:
        with loopback.acting_as(_role(target, rule)):
            by_role[service](target, payload)
        return
    if service in _BY_POLICY:
        target_policies.refuse_role(target)
        target_policies.require(_BY_POLICY[service], target["Arn"], rule["Arn"])
        target = {"Arn": target["Arn"], "SqsParameters": target.get("SqsParameters", {}), "Input": payload}
    else:
        _role(target, rule)
    _engine_invoke(target, event, rule, eventbridge._pattern_event_view(event))


def _is_schedule(rule: Record) -> bool:
    return ":scheduler:" in rule["Arn"]


def _role(target: Record, rule: Record) -> loopback.Credentials:
    """Schedules come from Scheduler, which names their group as the source; rules name themselves."""
    role = target.get("RoleArn")
    if not role:
        raise ServiceError("NO_PERMISSIONS", f"The target {target['Arn']} has no role")
    scheduled = _is_schedule(rule)
    source = rule["Arn"].rpartition("/")[0].replace(":schedule/", ":schedule-group/") if scheduled else rule["Arn"]
    return assume_for_service(role, f"{'scheduler' if scheduled else 'events'}.amazonaws.com", "delivery", source)


def _payload(target: Record, rule: Record, view: Any) -> str:
    if "InputTransformer" in target:
        return input_transformers.transform(target["InputTransformer"], rule, view)
    if "InputPath" in target:
        return json.dumps(_part(target["InputPath"], view.event_with_detail()))
    return target.get("Input") or json.dumps(view.event_with_detail())


def _part(path: str, event: Record) -> Any:
    try:
        return templates.at(path, event)
    except LookupError:
        return None


def _matches(pattern: str, view: Any, owner: str = "") -> bool:
    """The event as it was given, so that numbers are compared as they were written."""
    try:
        return patterns.matches(pattern, view.envelope() | {"detail": texts.read(view._raw_detail)})
    except patterns.InvalidPatternError as error:  # of a rule in a state that an older sandbox kept
        logging.getLogger(__name__).warning("%s: %s", owner, error)
        return False


def _invoke_function(function: str, payload: str) -> None:
    """Asynchronously, so that a function that fails runs again: Lambda Developer Guide, "Asynchronous invocation"."""
    with loopback.acting_as(loopback.root(get_account_id())):
        loopback.client("lambda").invoke(FunctionName=function, InvocationType="Event", Payload=payload.encode())


def _publish(topic: str, message: str) -> None:
    """Without a subject: recorded."""
    sns.publish_internal(topic, message, "")


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


def _standard(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """The engine's reader of one kind of expression, for every form of it that AWS takes."""
    return lambda expression: read(expressions.standard(expression) or expression)


def install() -> None:
    eventbridge._invoke_target = _invoke
    eventbridge._matches_pattern_view = _matches
    eventbridge._dispatch_to_lambda, eventbridge._dispatch_to_sns = _invoke_function, _publish
    eventbridge._parse_rate_seconds = _standard(eventbridge._parse_rate_seconds)
    eventbridge._parse_cron_fields = _standard(eventbridge._parse_cron_fields)
    scheduler._at_time_epoch = _standard(scheduler._at_time_epoch)
    input_transformers.install()
