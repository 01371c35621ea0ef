"""What the parameter store's answers hold besides the engine's: Systems Manager API reference, the operations."""

from ministack.core import iam_evaluator
from ministack.services import ssm

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Record, Request

# API reference, ParameterMaxVersionLimitExceeded: how many versions are kept.
_VERSIONS = 100
_OPTIONAL = ("Description", "AllowedPattern")


def PutParameter(request: Request, answer: Answer) -> Answer:
    name, user = request["Name"], iam_evaluator.caller_arn()
    history = ssm._parameter_history[name]
    ssm._parameters[name]["LastModifiedUser"] = history[-1]["LastModifiedUser"] = user
    del history[:-_VERSIONS]
    return answer


def DescribeParameters(_request: Request, answer: Answer) -> Answer:
    return {**answer, "Parameters": [_described(parameter) for parameter in answer["Parameters"]]}


def without_sentence(_request: Request, error: ServiceError) -> ServiceError:
    """AWS does not say which parameter was not found: aws/aws-sdk-js#4330."""
    return ServiceError(error.code, "", error.status) if error.code == "ParameterNotFound" else error


def _described(parameter: Record) -> Record:
    """What is empty is left out, but for the policies; who changed it last is known."""
    found = {name: value for name, value in parameter.items() if value or name not in _OPTIONAL}
    user = ssm._parameters[parameter["Name"]].get("LastModifiedUser", parameter["LastModifiedUser"])
    return {"Policies": [], **found, "LastModifiedUser": user}
