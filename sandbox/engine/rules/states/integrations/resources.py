"""The Resource of a Task state: a function, an optimized integration or an AWS SDK integration.

Developer guide, "Integrating optimized services with Step Functions" (services, APIs and patterns), and "Learning to
use AWS service SDK integrations in Step Functions" (`aws-sdk:service:apiAction`).
"""

import re
from typing import Any, NamedTuple

from sandbox.api import shapes

SYNC, SYNC_2, TOKEN, REQUEST = "sync", "sync:2", "waitForTaskToken", ""
_FUNCTION = re.compile(r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9$_-]+)?")
_ACTIVITY = re.compile(r"arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:activity:.+")
_INTEGRATION = re.compile(
    r"arn:aws[a-z-]*:states:[a-z0-9-]*:(?:\d{12})?:((?:aws-sdk:)?[a-z0-9-]+):([A-Za-z0-9]+)(?:\.(.+))?"
)
_JOB, _CALL, _MESSAGE = {REQUEST, SYNC}, {REQUEST}, {REQUEST, TOKEN}

# service: API action: patterns
_OPTIMIZED: dict[str, dict[str, set[str]]] = {
    "lambda": {"invoke": _MESSAGE},
    "sns": {"publish": _MESSAGE},
    "sqs": {"sendMessage": _MESSAGE},
    "events": {"putEvents": _MESSAGE},
    "states": {"startExecution": {REQUEST, SYNC, SYNC_2, TOKEN}},
    "sagemaker": {
        "createEndpoint": _CALL,
        "createEndpointConfig": _CALL,
        "createHyperParameterTuningJob": _JOB,
        "createLabelingJob": _JOB,
        "createModel": _CALL,
        "createProcessingJob": _JOB,
        "createTrainingJob": _JOB,
        "createTransformJob": _JOB,
        "updateEndpoint": _CALL,
    },
    "codebuild": {
        "startBuild": _JOB,
        "stopBuild": _CALL,
        "batchDeleteBuilds": _CALL,
        "batchGetReports": _CALL,
        "startBuildBatch": _JOB,
        "stopBuildBatch": _CALL,
        "retryBuildBatch": _JOB,
        "deleteBuildBatch": _CALL,
    },
    "dynamodb": dict.fromkeys(("getItem", "putItem", "deleteItem", "updateItem"), _CALL),
}
# Optimized services that no workflow of this project calls.
_ELSEWHERE = {
    *("apigateway", "athena", "batch", "bedrock", "databrew", "ecs", "eks", "elasticmapreduce", "emr-containers"),
    *("emr-serverless", "glue", "http", "mediaconvert", "dynamodb"),
}
_NOT_EMULATED = {
    "createLabelingJob",
    "batchGetReports",
    "startBuildBatch",
    "stopBuildBatch",
    "retryBuildBatch",
    "deleteBuildBatch",
}
_MODELS = {"states": "stepfunctions"}
# Names of the SDK for Java 2 for services of the sandbox, by botocore's.
_SDK = {
    "applicationautoscaling": "application-autoscaling",
    "cloudwatchlogs": "logs",
    "eventbridge": "events",
    "sagemakerruntime": "sagemaker-runtime",
    "sfn": "stepfunctions",
} | {
    name: name
    for name in (
        *("cloudformation", "cloudtrail", "cloudwatch", "codebuild", "codecommit", "codepipeline", "dynamodb", "ec2"),
        *("ecr", "iam", "kms", "lambda", "organizations", "s3", "sagemaker", "scheduler", "secretsmanager"),
        *("servicecatalog", "sns", "sqs", "ssm", "sts"),
    )
}


class Resource(NamedTuple):
    """`service` is as events show it, such as `sagemaker` or `aws-sdk:s3`; a function has none."""

    text: str
    service: str = ""
    api: str = ""
    pattern: str = REQUEST

    @property
    def is_function(self) -> bool:
        return not self.service

    @property
    def is_sdk(self) -> bool:
        return self.service.startswith("aws-sdk:")

    @property
    def model(self) -> str:
        """Botocore's name of the service."""
        name = self.service.removeprefix("aws-sdk:")
        return _SDK[name] if self.is_sdk else _MODELS.get(name, name)

    @property
    def operation(self) -> str:
        return self.api[:1].upper() + self.api[1:]

    @property
    def shown_api(self) -> str:
        """As events show it."""
        return f"{self.api}.{self.pattern}" if self.pattern else self.api


def read(text: str) -> Resource | None:
    """A resource from its ARN; None if AWS has none of that name."""
    if _FUNCTION.fullmatch(text):
        return Resource(text)
    found = _INTEGRATION.fullmatch(text)
    if not found:
        return None
    resource = Resource(text, found[1], found[2], found[3] or REQUEST)
    return resource if (_is_sdk_call(resource) if resource.is_sdk else _is_optimized(resource)) else None


def _is_sdk_call(resource: Resource) -> bool:
    described: Any = shapes.model(resource.model)  # what botocore computes has no types
    return resource.pattern in {REQUEST, TOKEN} and resource.operation in described.operation_names


def _is_optimized(resource: Resource) -> bool:
    return resource.pattern in _OPTIMIZED.get(resource.service, {}).get(resource.api, set())


def is_elsewhere(text: str) -> bool:
    """Whether AWS has it, or may have it, and the sandbox does not."""
    found = _INTEGRATION.fullmatch(text)
    if _ACTIVITY.fullmatch(text) or not found:
        return bool(_ACTIVITY.fullmatch(text))
    service, api = found[1], found[2]
    if service.startswith("aws-sdk:"):
        return service.removeprefix("aws-sdk:") not in _SDK
    return api in _NOT_EMULATED or (service in _ELSEWHERE and (service not in _OPTIMIZED or _is_known(found)))


def _is_known(found: re.Match[str]) -> bool:
    return _is_optimized(Resource(found[0], found[1], found[2], found[3] or REQUEST))
