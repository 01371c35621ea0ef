"""The operations of endpoints: created and updated in the background, weighted, described, deleted."""

from sandbox.api.identifiers import now
from sandbox.api.types import Answer, Record, Request
from sandbox.services.sagemaker.endpoints import deployment, deployment_policy, update_checks
from sandbox.services.sagemaker.endpoints.update_checks import refused
from sandbox.services.sagemaker.records import quotas
from sandbox.services.sagemaker.records.resources import ENDPOINT, ENDPOINT_CONFIG
from sandbox.services.sagemaker.records.shapes import Endpoint, Variant
from sandbox.services.sagemaker.records.tables import set_members

_DESCRIBED = (
    "EndpointName", "EndpointArn", "EndpointConfigName", "ProductionVariants", "DataCaptureConfig", "EndpointStatus",
    "FailureReason", "CreationTime", "LastModifiedTime", "AsyncInferenceConfig", "PendingDeploymentSummary",
)  # fmt: skip


def CreateEndpoint(request: Request) -> Answer:
    update_checks.require_models(request)
    variants = _variants(request["EndpointConfigName"])
    deployment_policy.check(request.get("DeploymentConfig") or {}, variants, variants)
    quotas.require_for_endpoint(variants)
    answer = ENDPOINT.create({name: value for name, value in request.items() if name != "DeploymentConfig"})
    deployment.create(ENDPOINT.find(request["EndpointName"]))
    return answer


def UpdateEndpoint(request: Request) -> Answer:
    endpoint, configuration = ENDPOINT.find(request["EndpointName"]), request["EndpointConfigName"]
    _require_status(endpoint, "InService", "Failed")
    update_checks.require_models(request)
    new, old = _variants(configuration), _variants(endpoint["EndpointConfigName"]) or _variants(configuration)
    update_checks.refuse_serverless(new, old)
    policy = _deployment_policy(request, endpoint)
    update_checks.refuse_other_machines(request["EndpointName"], new, old)
    retained = update_checks.retained_properties(request)
    deployment_policy.check(policy, update_checks.with_instances(new, endpoint, retained), old)
    update_checks.require_alarms(request, policy, new)
    quotas.require_for_endpoint(new if configuration != endpoint["EndpointConfigName"] else [])
    endpoint["retained"] = retained
    endpoint["LastDeploymentConfig"] = policy
    if endpoint["EndpointStatus"] == "Failed":
        endpoint["EndpointConfigName"] = configuration
        deployment.create(endpoint)
    elif configuration != endpoint["EndpointConfigName"]:
        deployment.update(endpoint, configuration, policy)
    return {"EndpointArn": endpoint["EndpointArn"]}


def DescribeEndpoint(request: Request) -> Answer:
    endpoint = ENDPOINT.find(request["EndpointName"])
    described = {name: value for name, value in endpoint.items() if name in _DESCRIBED}
    return {**described, "LastDeploymentConfig": endpoint.get("LastDeploymentConfig") or None}


def UpdateEndpointWeightsAndCapacities(request: Request) -> Answer:
    endpoint = ENDPOINT.find(request["EndpointName"])
    _require_status(endpoint, "InService")
    variants = {summary["VariantName"]: summary for summary in endpoint.get("ProductionVariants", [])}
    wanted = {given["VariantName"]: given for given in request["DesiredWeightsAndCapacities"]}
    unknown = wanted.keys() - variants.keys()
    if unknown:
        raise refused(f"Variant {', '.join(sorted(unknown))} was not found in endpoint {request['EndpointName']}.")
    for variant, given in wanted.items():
        desired = {name: value for name, value in given.items() if name.startswith("Desired")}
        current = {name.replace("Desired", "Current", 1): value for name, value in desired.items()}
        set_members(variants[variant], desired | current)
    endpoint["LastModifiedTime"] = now()
    return {"EndpointArn": endpoint["EndpointArn"]}


def DeleteEndpoint(request: Request) -> None:
    deployment.delete(ENDPOINT.find(request["EndpointName"]))
    ENDPOINT.delete(request)


def resume() -> None:
    """Endpoints that served when the sandbox stopped serve again."""
    for endpoint in ENDPOINT.here().values():
        if endpoint["EndpointStatus"] != "Failed":
            deployment.resume(endpoint)


def _variants(configuration: str) -> list[Variant]:
    """The variants of a configuration, by its name or ARN; none when it was deleted."""
    found = ENDPOINT_CONFIG.here().get(configuration.rpartition("/")[2])
    return found["ProductionVariants"] if found else []


def _deployment_policy(request: Request, endpoint: Endpoint) -> Record:
    if request.get("DeploymentConfig") is not None:
        return request["DeploymentConfig"]
    return endpoint.get("LastDeploymentConfig", {}) if request.get("RetainDeploymentConfig") else {}


def _require_status(endpoint: Endpoint, *allowed: str) -> None:
    if endpoint["EndpointStatus"] not in allowed:
        raise refused(f'Cannot update in-progress endpoint "{endpoint["EndpointArn"]}".')
