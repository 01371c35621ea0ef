"""What a function may be configured with: Lambda developer guide, "Lambda quotas" and "Lambda runtimes".

The sentences are recorded, where no other source is named.
"""

import json
from typing import Any

from ministack.core.responses import get_account_id

from sandbox.api import shapes
from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request
from sandbox.engine.rules.functions import errors
from sandbox.iam import new_roles, sessions

RUNTIMES = tuple(
    """
    nodejs20.x python3.14 provided.al2023 python3.12 python3.13 nodejs24.x nodejs22.x java25 python3.10 python3.11
    java21 ruby3.3 ruby3.4 ruby3.2 python3.8 python3.9 java17 nodejs16.x dotnet10 dotnet8 java11 dotnet6 nodejs18.x
    provided.al2 java8.al2
    """.split()  # noqa: SIM905 - in the order in which AWS lists them
)
_MOST = {"MemorySize": 10_240, "Timeout": 900}
_ENVIRONMENT_BYTES, _MOST_TAGS = 4096, 50
# Developer guide, "Defined runtime environment variables", reserved.
_RESERVED = frozenset(
    """
    _HANDLER _X_AMZN_TRACE_ID AWS_ACCESS_KEY AWS_ACCESS_KEY_ID AWS_DEFAULT_REGION AWS_EXECUTION_ENV
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE AWS_LAMBDA_FUNCTION_NAME AWS_LAMBDA_FUNCTION_VERSION
    AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME AWS_LAMBDA_RUNTIME_API
    AWS_REGION AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN LAMBDA_RUNTIME_DIR LAMBDA_TASK_ROOT
    """.split()  # noqa: SIM905 - as the guide lists them
)


def check_runtime(runtime: str) -> None:
    """The model keeps those that AWS has retired; only Python's run as processes of this machine."""
    if runtime in _modelled_runtimes() and runtime not in RUNTIMES:
        problem = f"The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda"
        advice = "We recommend you use a supported runtime while creating or updating functions."
        raise errors.invalid(f"{problem} functions. {advice}")
    if runtime not in RUNTIMES:
        known = f"Member must satisfy enum value set: [{', '.join(RUNTIMES)}] or be a valid ARN"
        raise errors.invalid(f"Value {runtime} at 'runtime' failed to satisfy constraint: {known}")
    if not runtime.startswith("python"):
        raise not_emulated(f"Runtime {runtime} of lambda:CreateFunction")


def check(request: Request) -> None:
    """What may be given when a function is made and when it is changed."""
    for name, most in _MOST.items():
        if request.get(name, 0) > most:
            problem = f"Member must have value less than or equal to {most}"
            raise errors.invalid(f"'{name}' value failed to satisfy constraint: {problem}")
    _check_environment(request.get("Environment", {}).get("Variables", {}))
    if "Role" in request:
        _check_role(request["Role"])


def check_tags(tags: dict[str, str]) -> None:
    if len(tags) > _MOST_TAGS:
        raise errors.invalid("Number of tags exceeds resource tag limit.")


def _modelled_runtimes() -> list[str]:
    return shapes.model("lambda").shape_for("Runtime").metadata["enum"]


def _check_environment(variables: dict[str, Any]) -> None:
    """For reserved names aws/aws-cdk#28048 has the sentence."""
    reserved = sorted(_RESERVED.intersection(variables))
    unable = "Lambda was unable to configure your environment variables because the environment variables you have"
    if reserved:
        problem = f"{unable} provided contains reserved keys that are currently not supported for modification."
        raise errors.invalid(f"{problem} Reserved keys used in this request: {', '.join(reserved)}")
    measured = json.dumps(variables, separators=(",", ":"), ensure_ascii=False)
    if len(measured.encode()) > _ENVIRONMENT_BYTES:
        raise errors.invalid(f"{unable} provided exceeded the 4KB limit. String measured: {measured}")


def _check_role(role: str) -> None:
    """Developer guide, "Defining Lambda function permissions with an execution role": it trusts Lambda.

    For roles of other accounts serverless/serverless#3374 has the sentence.
    """
    if role.split(":")[4] != get_account_id():
        raise ServiceError("AccessDeniedException", "Cross-account pass role is not allowed.", 403)
    if new_roles.is_new(role) or not sessions.may_assume(role, "lambda.amazonaws.com"):
        raise errors.invalid("The role defined for the function cannot be assumed by Lambda.")
