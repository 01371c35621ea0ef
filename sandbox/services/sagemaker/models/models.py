"""What CreateModel refuses."""

from botocore.exceptions import ClientError

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn
from sandbox.api.types import Record, Request
from sandbox.services.sagemaker.containers import s3_objects
from sandbox.services.sagemaker.models.group_policy import find_package
from sandbox.services.sagemaker.records import roles


def check_model(request: Request) -> None:
    if "ExecutionRoleArn" in request:
        roles.require_role(request["ExecutionRoleArn"])
    containers = [*request.get("Containers", []), *filter(None, [request.get("PrimaryContainer")])]
    if not containers:
        raise ServiceError("ValidationException", "A model needs PrimaryContainer or Containers.")
    if len(containers) > 1:
        raise not_emulated("A model of several containers")
    if "ModelPackageName" in containers[0]:
        find_package(containers[0]["ModelPackageName"])
    if "ExecutionRoleArn" in request:
        _require_data(containers[0], request["ExecutionRoleArn"], arn("sagemaker", f"model/{request['ModelName']}"))


def _require_data(container: Record, role: str, model: str) -> None:
    """Refuse an archive that is not there, or that the role may not read.

    The first sentence: amazon-sagemaker-examples#4479. AWS's knowledge center, "Amazon S3 AccessDenied errors in Amazon
    SageMaker training jobs": CreateModel needs s3:GetObject. Without s3:ListBucket S3 says 403 for a missing object.
    """
    uri = container.get("ModelDataUrl")
    if not uri:
        return
    try:
        s3_objects.require(roles.assume(role, model), uri)
    except ClientError as error:
        found = error.response["ResponseMetadata"]["HTTPStatusCode"] != 404
        problem = f"Could not access model data at {uri}. Please ensure that the role {role} may read it."
        sentence = problem if found else f"Could not find model data at {uri}."
        raise ServiceError("ValidationException", sentence) from None
