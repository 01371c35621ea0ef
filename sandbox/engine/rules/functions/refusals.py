"""What Lambda refuses besides its model, by operation."""

import json
import re

from ministack.services import lambda_svc

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request
from sandbox.engine.rules.functions import archives, configuration, errors, names
from sandbox.iam import principals

# Lambda developer guide, "Lambda quotas": payloads by invocation type, and resource-based policy.
_PAYLOAD_BYTES = {"RequestResponse": 6 * 1024 * 1024, "Event": 1024 * 1024}
_POLICY_BYTES = 20 * 1024
_PRINCIPAL = re.compile(r"\*|\d{12}|arn:aws:(iam|sts)::\d{12}:.+|[a-z0-9.-]+\.amazonaws\.com|o-[a-z0-9]{10,32}")


def CreateFunction(request: Request) -> None:
    """For a missing handler pipe-cd/pipecd#1400 has the sentence."""
    names.check_new(request["FunctionName"])
    if request.get("PackageType", "Zip") != "Zip":
        raise not_emulated(f"PackageType {request['PackageType']} of lambda:CreateFunction")
    if not request.get("Runtime") or not request.get("Handler"):
        problem = "Runtime and Handler are mandatory parameters for functions created with deployment packages."
        raise errors.invalid(problem)
    configuration.check(request)
    configuration.check_tags(request.get("Tags", {}))
    archives.check(request["Code"], "CreateFunction")


def UpdateFunctionCode(request: Request) -> None:
    code = {name: value for name, value in request.items() if name not in ("FunctionName", "Architectures")}
    archives.check(code, "UpdateFunctionCode")


def UpdateFunctionConfiguration(request: Request) -> None:
    configuration.check(request)


def Invoke(request: Request) -> None:
    kind, payload = request.get("InvocationType", "RequestResponse"), request.get("Payload") or b""
    most = _PAYLOAD_BYTES.get(kind, _PAYLOAD_BYTES["RequestResponse"])
    if len(payload) > most:
        problem = f"Request must be smaller than {most} bytes for the InvokeFunction operation"
        raise ServiceError("RequestTooLargeException", problem, 413, {"Type": "User"})
    try:
        json.loads(payload or b"null")
    except ValueError as error:
        problem = f"Could not parse request body into json: Could not parse payload into json: {error}"
        raise ServiceError("InvalidRequestContentException", problem, 400, {"Type": "User"}) from error


def AddPermission(request: Request) -> None:
    """A principal is a service, an account, everybody or what IAM has: recorded."""
    principal = request["Principal"]
    named = json.dumps({"Statement": {"Principal": {"AWS": principal}}})
    is_service = principal.endswith(".amazonaws.com")
    if not _PRINCIPAL.fullmatch(principal) or (not is_service and principals.missing(named)):
        raise errors.invalid("The provided principal was invalid. Please check the principal and try again.")
    function = lambda_svc._functions.get(names.plain(request["FunctionName"]))
    size = len(json.dumps(function["policy"])) + len(json.dumps(request)) if function else 0
    if size > _POLICY_BYTES:
        problem = f"The final policy size ({size}) is bigger than the limit ({_POLICY_BYTES})."
        raise ServiceError("PolicyLengthExceededException", problem, 400, {"Type": "User"})


def RemovePermission(request: Request) -> None:
    """The engine refuses for a function without any statement."""
    name, statement = request["FunctionName"], request["StatementId"]
    function = lambda_svc._functions.get(names.plain(name))
    if function is None:
        raise errors.not_found(f"No policy found for: {names.arn(name)}")
    statements = function["policy"]["Statement"]
    if statements and statement not in [each["Sid"] for each in statements]:
        raise errors.not_found(f"Statement {statement} is not found in resource policy.")


def GetPolicy(request: Request) -> None:
    function = lambda_svc._functions.get(names.plain(request["FunctionName"]))
    if function is None or not function["policy"]["Statement"]:
        raise errors.not_found("The resource you requested does not exist.")


def TagResource(request: Request) -> None:
    if not request["Tags"]:
        raise errors.invalid("An error occurred and the request cannot be processed.")
    if names.arn(request["Resource"]) != request["Resource"]:
        raise not_emulated(f"tags of {request['Resource']}")
    function = lambda_svc._functions.get(names.plain(request["Resource"]))
    configuration.check_tags({**(function or {}).get("tags", {}), **request["Tags"]})
