"""Targets of schedules; the messages were measured with AWS: badmintoncryer/cdk-preflight, pf-scheduler-target-*."""

from typing import Any

from ministack.core.responses import get_account_id, get_region

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.json_texts import is_json

_PARAMETERS = {
    "EcsParameters": "ecs",
    "EventBridgeParameters": "events",
    "KinesisParameters": "kinesis",
    "SageMakerPipelineParameters": "sagemaker",
    "SqsParameters": "sqs",
}
# Scheduler User Guide, "Using templated targets".
_TEMPLATED = frozenset(
    {"codebuild", "codepipeline", "ecs", "events", "firehose", "inspector", "kinesis", "lambda", "sagemaker"}
    | {"sns", "sqs", "states"}
)
_DELIVERED = frozenset({"codebuild", "codepipeline", "sagemaker", "states", "lambda", "sns", "sqs"})


def invalid(message: str) -> ServiceError:
    return ServiceError("ValidationException", message)


def check_target(target: dict[str, Any]) -> None:
    arn, parts = target["Arn"], target["Arn"].split(":")
    if parts[0] != "arn" or len(parts) < 6:
        raise invalid("Provided Arn is not in correct format.")
    service = parts[2]
    _check_place(arn, service, parts[3])
    _check_parameters(target, service)
    if not is_json(target.get("Input", "{}")):
        raise invalid("JSON syntax error in input for the target.")
    if service not in _DELIVERED or parts[4] != get_account_id():
        raise not_emulated(f"the target {arn} of scheduler:CreateSchedule")


def _check_place(arn: str, service: str, region: str) -> None:
    if arn.split(":")[2:6] == ["scheduler", "", "", "aws-sdk"]:
        raise not_emulated(f"the universal target {arn} of scheduler:CreateSchedule")
    if service not in _TEMPLATED:
        raise invalid(f"{service} is not a supported service for a target.")
    if region != get_region():
        raise invalid(f"The target ARN provided does not match the current region {get_region()}.")


def _check_parameters(target: dict[str, Any], service: str) -> None:
    for name, owner in _PARAMETERS.items():
        if name in target and service != owner:
            raise invalid(f"Parameters {name} not supported for the target.")
    if service != "sqs":
        return
    is_fifo = target["Arn"].endswith(".fifo")
    if is_fifo and not target.get("SqsParameters"):
        raise invalid("Parameters SqsParameters must be specified.")
    if not is_fifo and target.get("SqsParameters", {}).get("MessageGroupId"):
        raise invalid("Parameters MessageGroupId not valid for the target.")
