"""Starts what targets name, in the session of the target's role."""

import json
from collections.abc import Callable
from typing import Any

from sandbox.api import loopback

Record = dict[str, Any]


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


BY_ROLE: dict[str, Callable[[Record, str], None]] = {
    "codepipeline": _start_pipeline,
    "codebuild": _start_build,
    "sagemaker": _start_training,
    "states": _start_state_machine,
}


def _invoke_function(target: Record, payload: str) -> None:
    loopback.client("lambda").invoke(FunctionName=target["Arn"], InvocationType="Event", Payload=payload.encode())


def _publish_message(target: Record, payload: str) -> None:
    loopback.client("sns").publish(TopicArn=target["Arn"], Message=payload)


def _send_message(target: Record, payload: str) -> None:
    client = loopback.client("sqs")
    address = client.get_queue_url(QueueName=target["Arn"].split(":")[5])["QueueUrl"]
    client.send_message(QueueUrl=address, MessageBody=payload, **target.get("SqsParameters", {}))


# Scheduler User Guide, "Using templated targets": a schedule always acts as its role.
BY_ROLE_OF_A_SCHEDULE = {"lambda": _invoke_function, "sns": _publish_message, "sqs": _send_message}
