"""Endpoints as SageMaker's API has them: created and updated in the background, weighted, deleted."""

from typing import Any

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import now
from sandbox.api.store import Record
from sandbox.services.sagemaker.api import deployment_policy, endpoint_updates, quotas
from sandbox.services.sagemaker.api.named_resources import ENDPOINT, ENDPOINT_CONFIG, MODEL
from sandbox.services.sagemaker.api.resources import STORE, create, find
from sandbox.services.sagemaker.api.resources import delete as remove
from sandbox.services.sagemaker.api.roles import assumed
from sandbox.services.sagemaker.endpoints import deployment

Request = dict[str, Any]


def CreateEndpoint(request: Request) -> Request:
    _check(request)
    deployment_policy.check(request.get("DeploymentConfig") or {}, *_fleets(request))
    quotas.require_for_endpoint(_fleets(request)[0])
    answer = create(ENDPOINT, {name: value for name, value in request.items() if name != "DeploymentConfig"})
    deployment.create(find(ENDPOINT, request["EndpointName"]))
    return answer


def UpdateEndpoint(request: Request) -> Request:
    endpoint = find(ENDPOINT, request["EndpointName"])
    if endpoint["EndpointStatus"] not in ("InService", "Failed"):
        raise _refused(f'Cannot update in-progress endpoint "{endpoint["EndpointArn"]}".')
    _check(request)
    new, old = _fleets(request, endpoint["EndpointConfigName"])
    if any("ServerlessConfig" in each for each in new) and not any("ServerlessConfig" in each for each in old):
        # Developer Guide, "Deploy models with Amazon SageMaker Serverless Inference": only the other way is possible.
        raise _refused("An endpoint with instances cannot be updated to a serverless one.")
    policy = request.get("DeploymentConfig")
    if policy is None:
        policy = endpoint.get("LastDeploymentConfig", {}) if request.get("RetainDeploymentConfig") else {}
    endpoint_updates.refuse_other_machines(request["EndpointName"], new, old)
    retained = endpoint_updates.retained(request)
    deployment_policy.check(policy, endpoint_updates.with_instances(new, endpoint, retained), old)
    endpoint_updates.require_alarms(request, policy, new)
    quotas.require_for_endpoint(new if request["EndpointConfigName"] != endpoint["EndpointConfigName"] else [])
    endpoint["RetainedVariantProperties"] = retained
    endpoint["LastDeploymentConfig"] = policy
    if endpoint["EndpointStatus"] == "Failed":
        endpoint |= {"EndpointConfigName": request["EndpointConfigName"]}
        deployment.create(endpoint)
    elif request["EndpointConfigName"] != endpoint["EndpointConfigName"]:
        deployment.update(endpoint, request["EndpointConfigName"], policy)
    return {"EndpointArn": endpoint["EndpointArn"]}


def DescribeEndpoint(request: Request) -> Request:
    endpoint = find(ENDPOINT, request["EndpointName"])
    shown = (
        "EndpointName", "EndpointArn", "EndpointConfigName", "ProductionVariants", "DataCaptureConfig",
        "EndpointStatus", "FailureReason", "CreationTime", "LastModifiedTime", "AsyncInferenceConfig",
        "PendingDeploymentSummary",
    )  # fmt: skip
    last = endpoint.get("LastDeploymentConfig") or None
    return {**{name: endpoint.get(name) for name in shown}, "LastDeploymentConfig": last}


def UpdateEndpointWeightsAndCapacities(request: Request) -> Request:
    endpoint = find(ENDPOINT, request["EndpointName"])
    if endpoint["EndpointStatus"] != "InService":
        raise _refused(f'Cannot update in-progress endpoint "{endpoint["EndpointArn"]}".')
    variants = {each["VariantName"]: each for each in endpoint["ProductionVariants"]}
    wanted = request["DesiredWeightsAndCapacities"]
    unknown = {each["VariantName"] for each in wanted} - variants.keys()
    if unknown:
        raise _refused(f"Variant {', '.join(sorted(unknown))} was not found in endpoint {request['EndpointName']}.")
    for each in wanted:
        given = {name.removeprefix("Desired"): value for name, value in each.items() if name.startswith("Desired")}
        for name, value in given.items():
            variants[each["VariantName"]] |= {f"Desired{name}": value, f"Current{name}": value}
    endpoint["LastModifiedTime"] = now()
    return {"EndpointArn": endpoint["EndpointArn"]}


def DeleteEndpoint(request: Request) -> None:
    endpoint = find(ENDPOINT, request["EndpointName"])
    deployment.end(endpoint)
    remove(ENDPOINT, request)


def _check(request: Request) -> None:
    configuration = find(ENDPOINT_CONFIG, request["EndpointConfigName"])
    for variant in configuration["ProductionVariants"]:
        if "ModelName" not in variant:
            raise not_emulated("A variant of an endpoint without ModelName (inference components)")
        model = find(MODEL, variant["ModelName"])
        if "ExecutionRoleArn" not in model:
            raise _refused(f"Model {variant['ModelName']} has no ExecutionRoleArn.")
        assumed(model["ExecutionRoleArn"], ENDPOINT.arn(request["EndpointName"]))


def _fleets(request: Request, before: str = "") -> tuple[list[Record], list[Record]]:
    """The variants that will be, and those that are."""
    configurations = STORE.here(ENDPOINT_CONFIG.noun)
    new = configurations[request["EndpointConfigName"].rpartition("/")[2]]["ProductionVariants"]
    return new, configurations[before]["ProductionVariants"] if before in configurations else new


def _refused(problem: str) -> ServiceError:
    return ServiceError("ValidationException", problem)


def resume() -> None:
    """What served when the sandbox stopped serves again."""
    for endpoint in STORE.here(ENDPOINT.noun).values():
        if endpoint["EndpointStatus"] != "Failed":
            deployment.resume(endpoint)
