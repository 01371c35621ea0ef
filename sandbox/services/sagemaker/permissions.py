"""What IAM asks of SageMaker: the resource of a request, its condition keys, and what a call needs besides."""

from collections.abc import Iterator

from ministack.core.responses import get_account_id, get_region
from ministack.services import kms

from sandbox.api.identifiers import arn
from sandbox.api.service import ImpliedPermission
from sandbox.api.types import Record, Request
from sandbox.iam import sessions
from sandbox.services.sagemaker import condition_keys
from sandbox.services.sagemaker.records.resources import ENDPOINT_CONFIG, RESOURCES
from sandbox.services.sagemaker.records.tables import TAGS
from sandbox.services.sagemaker.studio.records import profile_arn


def resource_arn(operation: str, request: Request) -> str:
    if "PipelineExecutionArn" in request:
        return request["PipelineExecutionArn"]
    given = request.get("ResourceArn") or request.get("ModelPackageArn") or request.get("ModelPackageName", "")
    if given:
        return given if given.startswith("arn:") else arn("sagemaker", f"model-package/{given}")
    if operation in ("CreateModelPackage", "ListModelPackages"):
        return arn("sagemaker", f"model-package/{request.get('ModelPackageGroupName', '').rpartition('/')[2]}/*")
    if operation.endswith(("Domain", "UserProfile")):
        return _of_studio(operation, request)
    if "ProjectName" in request:
        return arn("sagemaker", f"project/{request['ProjectName']}")
    fitting = [resource for resource in RESOURCES if resource.noun in operation and resource.name_member in request]
    return fitting[-1].arn(request[fitting[-1].name_member].rpartition("/")[2]) if fitting else "*"


def _of_studio(operation: str, request: Request) -> str:
    """A new domain has no id yet: it is judged by what could be the ARN of any."""
    domain = request.get("DomainId", "*")
    if operation.endswith("UserProfile"):
        return profile_arn(domain, request["UserProfileName"])
    return arn("sagemaker", f"domain/{domain}")


def condition_context(operation: str, request: Request) -> Record:
    # An execution of a pipeline is taken to have its pipeline's tags.
    resource = resource_arn(operation, request).partition("/execution/")[0]
    context = {f"aws:resourcetag/{key}".lower(): value for key, value in TAGS.here().get(resource, {}).items()}
    return context | condition_keys.request_keys(operation, request)


def implied_permissions(operation: str, request: Request, resource: str) -> Iterator[ImpliedPermission]:
    """Tags at creation, the key of disks, and packages of other accounts."""
    if operation.startswith("Create") and request.get("Tags"):
        # SageMaker developer guide, "Provide permissions for tagging SageMaker AI resources".
        yield ImpliedPermission("sagemaker:AddTags", resource)
    yield from _disk_key(operation, request)
    yield from _domain_key(operation, request)
    if operation == "CreateModel":
        yield from _foreign_packages(request)


def _foreign_packages(request: Request) -> Iterator[ImpliedPermission]:
    """SageMaker developer guide, "Deploy a Model Version from a Different Account": both accounts have to allow it."""
    for container in [*(request.get("Containers") or []), request.get("PrimaryContainer") or {}]:
        package = container.get("ModelPackageName", "")
        if package.startswith("arn:") and package.split(":")[4] != get_account_id():
            yield ImpliedPermission("sagemaker:CreateModel", package)


def _domain_key(operation: str, request: Request) -> Iterator[ImpliedPermission]:
    """What AWS::SageMaker::Domain's create handler needs of a key, in its resource schema; used through SageMaker."""
    key = kms._resolve_key(request.get("KmsKeyId", "")) if operation == "CreateDomain" else None
    if not key:
        return
    context = {"kms:viaservice": f"sagemaker.{get_region()}.amazonaws.com", "kms:calleraccount": get_account_id()}
    for_service = {"kms:grantisforawsresource": "true"}
    for use in ("CreateGrant", "Decrypt", "DescribeKey", "GenerateDataKeyWithoutPlaintext"):
        yield ImpliedPermission(f"kms:{use}", key["Arn"], context | (for_service if use == "CreateGrant" else {}))


def _disk_key(operation: str, request: Request) -> Iterator[ImpliedPermission]:
    """SageMaker encrypts disks through a grant on their key.

    SageMaker developer guide, "SageMaker AI API permissions": an endpoint's caller needs the permission to create it, a
    job's caller when the job's role has none. So a job's caller is judged here only if it is the job's own role.
    """
    match operation:
        case "CreateEndpoint" | "UpdateEndpoint":
            configuration = ENDPOINT_CONFIG.here().get(request.get("EndpointConfigName", ""))
            named = configuration.get("KmsKeyId") if configuration else None
        case "CreateTrainingJob" | "CreateProcessingJob" if sessions.is_caller(request.get("RoleArn", "")):
            machines = request.get("ResourceConfig") or request.get("ProcessingResources", {}).get("ClusterConfig", {})
            named = machines.get("VolumeKmsKeyId")
        case _:
            return
    key = kms._resolve_key(named) if named else None
    if key:
        yield ImpliedPermission("kms:CreateGrant", key["Arn"], {"kms:grantisforawsresource": "true"})
