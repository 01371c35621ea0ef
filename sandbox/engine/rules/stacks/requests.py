"""Requests that CloudFormation refuses, and values of offered members that the sandbox does not act on."""

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request

_TEMPLATE = ("TemplateBody", "TemplateURL")


def CreateStack(request: Request) -> None:
    """User Guide, "Choose how to handle failures when provisioning resources": a failed stack stays if asked for."""
    _require_template(request)
    _require_rollback_of("CreateStack", request, "OnFailure")


def UpdateStack(request: Request) -> None:
    if not request.get("UsePreviousTemplate"):
        _require_template(request)
    _require_rollback("UpdateStack", request)


def CreateChangeSet(request: Request) -> None:
    if request.get("ChangeSetType") == "IMPORT":
        raise not_emulated("ChangeSetType IMPORT of cloudformation:CreateChangeSet")
    if not request.get("UsePreviousTemplate"):
        _require_template(request)
    _require_rollback("CreateChangeSet", request)


def ExecuteChangeSet(request: Request) -> None:
    _require_rollback("ExecuteChangeSet", request)


def ValidateTemplate(request: Request) -> None:
    _require_template(request)


def GetTemplate(request: Request) -> None:
    """Recorded: a change set's ARN says which stack is meant, its name does not."""
    if not request.get("StackName") and not request.get("ChangeSetName", "").startswith("arn:"):
        raise ServiceError("ValidationError", "StackName is a required parameter.")


def CreateStackSet(request: Request) -> None:
    _require_service_managed("CreateStackSet", request.get("PermissionModel", "SELF_MANAGED"))


def UpdateStackSet(request: Request) -> None:
    _require_service_managed("UpdateStackSet", request.get("PermissionModel", "SERVICE_MANAGED"))


def _require_template(request: Request) -> None:
    """API Reference, CreateStack: either of them, and not both."""
    if sum(bool(request.get(name)) for name in _TEMPLATE) != 1:
        raise ServiceError("ValidationError", "Either Template URL or Template Body must be specified.")


def _require_rollback(operation: str, request: Request) -> None:
    """A stack whose operation failed is rolled back here, which is AWS's default."""
    if request.get("DisableRollback"):
        raise not_emulated(f"DisableRollback of cloudformation:{operation}")
    _require_rollback_of(operation, request, "OnStackFailure")


def _require_rollback_of(operation: str, request: Request, member: str) -> None:
    if request.get(member, "ROLLBACK") != "ROLLBACK":
        raise not_emulated(f"{member} {request[member]} of cloudformation:{operation}")


def _require_service_managed(operation: str, model: str) -> None:
    if model != "SERVICE_MANAGED":
        raise not_emulated(f"PermissionModel {model} of cloudformation:{operation}")
