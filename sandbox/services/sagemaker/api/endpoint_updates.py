"""What SageMaker asks and refuses before it updates an endpoint."""

from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn
from sandbox.api.store import Record
from sandbox.iam import permission_checks as permissions
from sandbox.services.application_autoscaling import scalable_targets
from sandbox.services.sagemaker.api.named_resources import ENDPOINT, MODEL
from sandbox.services.sagemaker.api.resources import find
from sandbox.services.sagemaker.api.roles import assumed

Request = dict[str, Any]


def retained(request: Request) -> list[str]:
    """SageMaker API reference, UpdateEndpoint and VariantProperty: which properties of the variants stay."""
    if not request.get("RetainAllVariantProperties"):
        return []
    excluded = [each["VariantPropertyType"] for each in request.get("ExcludeRetainedVariantProperties", [])]
    return [name for name in ("DesiredInstanceCount", "DesiredWeight", "DataCaptureConfig") if name not in excluded]


def with_instances(variants: list[Record], endpoint: Record, retained: list[str]) -> list[Record]:
    """The new variants with as many instances as they will start with."""
    if "DesiredInstanceCount" not in retained:
        return variants
    kept = {each["VariantName"]: each["DesiredInstanceCount"] for each in endpoint.get("ProductionVariants", [])}
    return [
        {**each, "InitialInstanceCount": kept[each["VariantName"]]} if each["VariantName"] in kept else each
        for each in variants
    ]


def refuse_other_machines(endpoint: str, new: list[Record], old: list[Record]) -> None:
    """Developer Guide, "Update or delete endpoints that use auto scaling": such a variant keeps its type."""
    before = {each["VariantName"]: each.get("InstanceType") for each in old}
    for variant in new:
        name, kind = variant["VariantName"], variant.get("InstanceType")
        if name in before and kind != before[name] and scalable_targets.is_scaled(endpoint, name):
            problem = f"The variant(s) {name} are configured as scalable targets. Deregister them before an update to "
            raise _refused(f"{problem}{kind} from {before[name]}.")


def require_alarms(request: Request, policy: Record, variants: list[Record]) -> None:
    """Developer Guide, "Auto-Rollback Configuration and Monitoring": the execution role looks at the alarms."""
    alarms = (policy.get("AutoRollbackConfiguration") or {}).get("Alarms", [])
    roles = {find(MODEL, each["ModelName"])["ExecutionRoleArn"] for each in variants} if alarms else set()
    for role in sorted(roles):
        credentials = assumed(role, ENDPOINT.arn(request["EndpointName"]))
        for alarm in alarms:
            try:
                identifier = arn("cloudwatch", f"alarm:{alarm['AlarmName']}")
                permissions.require(credentials, "cloudwatch:DescribeAlarms", identifier)
            except ServiceError as refused:
                raise _refused(refused.message) from None


def _refused(problem: str) -> ServiceError:
    return ServiceError("ValidationException", problem)
