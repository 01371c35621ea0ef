"""STS's words where the engine has others: a role that is none, or none of its own, is one that may not be assumed."""

from ministack.core import iam_evaluator

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request


def AssumeRole(request: Request, error: ServiceError) -> ServiceError:
    """IAM User Guide, "Troubleshoot IAM roles": whether a role exists is not told."""
    is_no_role = error.code == "ValidationError" and error.message.startswith("Invalid RoleArn")
    if is_no_role or (error.code == "AccessDenied" and error.message.startswith("User: is not")):
        refused = f"not authorized to perform: sts:AssumeRole on resource: {request['RoleArn']}"
        return ServiceError("AccessDenied", f"User: {iam_evaluator.caller_arn()} is {refused}", 403)
    return error
