"""What AWS judges beside the call itself: tags at creation, keys of disks and topics, the other resources of a list."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import kms, sns

from sandbox.iam.request_context import Request
from sandbox.services.sagemaker.api.named_resources import ENDPOINT_CONFIG
from sandbox.services.sagemaker.api.resources import STORE


class Permission(NamedTuple):
    """An action on a resource that the caller needs too; `context` has condition keys in lower case."""

    action: str
    resource: str
    context: dict[str, Any]


def implied_by(request: Request, action: str, resource: str, place: str) -> Iterator[Permission]:
    """The permissions that a call takes besides `action` on `resource`; `place` is region:account."""
    match request.service, request.parameters:
        case "kms", {"TargetKeyId": str(target)}:
            yield Permission(action, target if target.startswith("arn:") else f"arn:aws:kms:{place}:key/{target}", {})
        case "monitoring", {"AlarmNames": [_, *others]}:
            yield from (Permission(action, f"arn:aws:cloudwatch:{place}:alarm:{name}", {}) for name in others)
        case "sns", _ if action == "sns:Publish":
            yield from _topic_key(resource)
        case "sagemaker", given:
            if request.operation.startswith("Create") and given.get("Tags"):
                # SageMaker developer guide, "Provide permissions for tagging SageMaker AI resources".
                yield Permission("sagemaker:AddTags", resource, {})
            yield from _disk_key(request)
            yield from _foreign_packages(request)


def _foreign_packages(request: Request) -> Iterator[Permission]:
    """SageMaker developer guide, "Deploy a Model Version from a Different Account": both accounts have to allow it."""
    if request.operation != "CreateModel":
        return
    given = request.parameters
    for container in [*(given.get("Containers") or []), given.get("PrimaryContainer") or {}]:
        package = container.get("ModelPackageName", "")
        if package.startswith("arn:") and package.split(":")[4] != get_account_id():
            yield Permission("sagemaker:CreateModel", package, {})


def _topic_key(topic: str) -> Iterator[Permission]:
    """SNS developer guide, "Configuring AWS KMS permissions": the publisher uses the key of an encrypted topic.

    The condition keys: AWS KMS developer guide, "kms:ViaService", whose table has SNS.
    """
    found = sns._topic_by_arn_any_scope(topic)
    key = kms._resolve_key(found["attributes"].get("KmsMasterKeyId", "")) if found else None
    context = {
        "kms:viaservice": f"sns.{get_region()}.amazonaws.com",
        "kms:calleraccount": get_account_id(),
        "kms:encryptioncontext:aws:sns:topicarn": topic,
    }
    if key:
        yield from (Permission(f"kms:{use}", key["Arn"], context) for use in ("GenerateDataKey", "Decrypt"))


def _disk_key(request: Request) -> Iterator[Permission]:
    """SageMaker encrypts disks through a grant on their key.

    SageMaker developer guide, "SageMaker AI API permissions": an endpoint's caller needs the permission to make it,
    a job's caller when the job's role has none. So a job's caller is judged here only if it is the job's own role.
    """
    given = request.parameters
    match request.operation:
        case "CreateEndpoint" | "UpdateEndpoint":
            configuration = STORE.here(ENDPOINT_CONFIG.noun).get(given.get("EndpointConfigName", ""), {})
            named = configuration.get("KmsKeyId")
        case "CreateTrainingJob" | "CreateProcessingJob" if is_caller(given.get("RoleArn", "")):
            machines = given.get("ResourceConfig") or given.get("ProcessingResources", {}).get("ClusterConfig", {})
            named = machines.get("VolumeKmsKeyId")
        case _:
            return
    key = kms._resolve_key(named) if named else None
    if key:
        yield Permission("kms:CreateGrant", key["Arn"], {"kms:grantisforawsresource": "true"})


def is_caller(role: str) -> bool:
    """Whether the current caller is a session of that role."""
    session = iam_evaluator.caller_arn()
    return ":assumed-role/" in session and session.split("/")[1] == role.rpartition("/")[2]
