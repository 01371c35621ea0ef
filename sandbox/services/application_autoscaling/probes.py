"""Whether the caller has the permissions that scaling an endpoint takes.

Application Auto Scaling User Guide, "Permissions validation for Application Auto Scaling API calls on target
resources": these are tried before anything else. Their names: "Permissions required for API actions on target services
and CloudWatch" in "Identity-based policy examples".
"""

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn
from sandbox.api.types import Request
from sandbox.iam import permission_checks, sessions

_ON_ENDPOINTS = ("DescribeEndpoint", "DescribeEndpointConfig", "UpdateEndpointWeightsAndCapacities")
_ON_ALARMS = ("DescribeAlarms", "PutMetricAlarm", "DeleteAlarms")


def probe_endpoints(request: Request) -> None:
    endpoint = request["ResourceId"].split("/")[1:2] or [""]
    for action in _ON_ENDPOINTS:
        resource = "endpoint-config/*" if action == "DescribeEndpointConfig" else f"endpoint/{endpoint[0].lower()}"
        _probe(f"sagemaker:{action}", arn("sagemaker", resource))


def probe_alarms() -> None:
    """The names of the alarms are the service's own, so only a permission on all of them passes."""
    for action in _ON_ALARMS:
        _probe(f"cloudwatch:{action}", arn("cloudwatch", "alarm:*"))


def invalid(message: str) -> ServiceError:
    return ServiceError("ValidationException", message)


def _probe(action: str, resource: str) -> None:
    try:
        permission_checks.require(sessions.caller(), action, resource)
    except ServiceError as refused:
        raise invalid(f"Unable to validate permissions on the target resource: {refused.message}") from None
