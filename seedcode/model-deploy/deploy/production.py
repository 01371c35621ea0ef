"""Finds the endpoint in production that a new model is compared with, if there is one."""

from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from deploy.calls import Ask, connect
from deploy.comparison import Absent
from deploy.settings import Caller, EndpointType, Project

# In every other status it answers (API reference, DescribeEndpoint): while it updates, with the former model.
SILENT = ("Creating", "Deleting", "Failed", "OutOfService")


def find(stage: str, project: Project, caller: Caller, assume: Callable[[str], Any], owner: str) -> Ask | Absent:
    """The way to ask production, or why it cannot be asked. `assume` turns a role's ARN into a session."""
    if stage == "production":
        return Absent("this is production")
    session = assume(caller.role_arn("production"))
    reason = absence(session.client("sagemaker"), project)
    return Absent(reason) if reason else connect(project, "production", session, owner)


def absence(sagemaker: Any, project: Project) -> str:
    """Why the endpoint cannot be compared with; empty if it can."""
    name = project.production_endpoint
    try:
        found = sagemaker.describe_endpoint(EndpointName=name)
    except ClientError as error:
        if is_missing(error):
            return f"there is no endpoint {name} yet"
        raise
    if found["EndpointStatus"] in SILENT:
        return f"the endpoint {name} is {found['EndpointStatus']}"
    if ("AsyncInferenceConfig" in found) != (project.endpoint_type is EndpointType.ASYNCHRONOUS):
        return f"the endpoint {name} is not asked in the same way: one of the two is asynchronous"
    return ""


def is_missing(error: ClientError) -> bool:
    """SageMaker has no error of its own for a name that it does not know."""
    details = error.response["Error"]
    return details["Code"] == "ValidationException" and "Could not find" in details["Message"]
