"""What SageMaker checks and refuses before it creates or updates an endpoint."""

from collections.abc import Sequence

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn
from sandbox.api.types import Record, Request
from sandbox.iam import permission_checks as permissions
from sandbox.services.application_autoscaling import scalable_targets
from sandbox.services.sagemaker.endpoints.deployment_policy import watched_alarms
from sandbox.services.sagemaker.records.resources import ENDPOINT, ENDPOINT_CONFIG, MODEL
from sandbox.services.sagemaker.records.roles import assume
from sandbox.services.sagemaker.records.shapes import Endpoint, Variant


def refused(problem: str) -> ServiceError:
    return ServiceError("ValidationException", problem)


def require_models(request: Request) -> None:
    """Every variant has a model, whose role trusts SageMaker."""
    for variant in ENDPOINT_CONFIG.find(request["EndpointConfigName"])["ProductionVariants"]:
        if "ModelName" not in variant:
            raise not_emulated("A variant of an endpoint without ModelName (inference components)")
        assume(_role(variant), ENDPOINT.arn(request["EndpointName"]))


def retained_properties(request: Request) -> list[str]:
    """SageMaker API Reference, UpdateEndpoint and VariantProperty: the properties of variants that an update keeps."""
    if not request.get("RetainAllVariantProperties"):
        return []
    excluded = [given["VariantPropertyType"] for given in request.get("ExcludeRetainedVariantProperties", [])]
    return [name for name in ("DesiredInstanceCount", "DesiredWeight", "DataCaptureConfig") if name not in excluded]


def with_instances(variants: Sequence[Variant], endpoint: Endpoint, retained: list[str]) -> Sequence[Variant]:
    """The new variants with as many instances as they will start with."""
    if "DesiredInstanceCount" not in retained:
        return variants
    kept = {shown["VariantName"]: shown["DesiredInstanceCount"] for shown in endpoint.get("ProductionVariants", [])}
    return [_with_count(variant, kept.get(variant["VariantName"])) for variant in variants]


def refuse_serverless(new: Sequence[Variant], old: Sequence[Variant]) -> None:
    """Developer Guide, "Deploy models with Amazon SageMaker Serverless Inference": only the other way is possible."""
    if any("ServerlessConfig" in variant for variant in new) and not any(
        "ServerlessConfig" in variant for variant in old
    ):
        raise refused("An endpoint with instances cannot be updated to a serverless one.")


def refuse_other_machines(endpoint: str, new: Sequence[Variant], old: Sequence[Variant]) -> None:
    """Developer Guide, "Update or delete endpoints that use auto scaling": such a variant keeps its type."""
    before = {variant["VariantName"]: variant.get("InstanceType") for variant in old}
    for variant in new:
        name, instance_type = variant["VariantName"], variant.get("InstanceType")
        if name in before and instance_type != before[name] and scalable_targets.is_scaled(endpoint, name):
            problem = f"The variant(s) {name} are configured as scalable targets. Deregister them before an update to "
            raise refused(f"{problem}{instance_type} from {before[name]}.")


def require_alarms(request: Request, policy: Record, variants: Sequence[Variant]) -> None:
    """Developer Guide, "Auto-Rollback Configuration and Monitoring": the execution role reads the alarms."""
    alarms = [arn("cloudwatch", f"alarm:{name}") for name in watched_alarms(policy)]
    for role in sorted({_role(variant) for variant in variants} if alarms else ()):
        credentials = assume(role, ENDPOINT.arn(request["EndpointName"]))
        for alarm in alarms:
            try:
                permissions.require(credentials, "cloudwatch:DescribeAlarms", alarm)
            except ServiceError as error:
                raise refused(error.message) from None


def _with_count(variant: Variant, count: int | None) -> Variant:
    return variant if count is None else {**variant, "InitialInstanceCount": count}


def _role(variant: Variant) -> str:
    model = MODEL.find(variant.get("ModelName", ""))
    if "ExecutionRoleArn" not in model:
        raise refused(f"Model {model['ModelName']} has no ExecutionRoleArn.")
    return model["ExecutionRoleArn"]
