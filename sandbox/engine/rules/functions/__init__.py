"""Lambda: what is offered, and AWS's rules where the engine lacks them."""

from functools import partial
from typing import Any

from sandbox.api import shapes
from sandbox.api.rules import Check, Rules, offered
from sandbox.api.service import operations_of
from sandbox.api.types import Request
from sandbox.engine.rules.functions import answers, configuration, errors, names, refusals

_CONFIGURATION = "Description Environment FunctionName Handler LoggingConfig MemorySize Role Runtime Timeout"
_OFFERED = offered(
    AddPermission="Action FunctionName Principal PrincipalOrgID SourceAccount SourceArn StatementId",
    CreateFunction=f"{_CONFIGURATION} Architectures Code PackageType Tags",
    DeleteFunction="FunctionName",
    GetFunction="FunctionName",
    GetFunctionConfiguration="FunctionName",
    GetPolicy="FunctionName",
    Invoke="FunctionName InvocationType LogType Payload",
    ListFunctions="Marker MaxItems",
    ListTags="Resource",
    RemovePermission="FunctionName StatementId",
    TagResource="Resource Tags",
    UntagResource="Resource TagKeys",
    UpdateFunctionCode="Architectures FunctionName ZipFile",
    UpdateFunctionConfiguration=_CONFIGURATION,
)
_FURTHER: dict[str, Any] = operations_of(refusals)


def _check(operation: str, request: Request) -> None:
    """The runtime is refused in words of its own, everything else in those of the model, then by its meaning."""
    if "Runtime" in request:
        configuration.check_runtime(request["Runtime"])
    others = {name: value for name, value in request.items() if name != "Runtime"}
    shapes.check_request(shapes.model("lambda").operation_model(operation), others)
    if operation != "CreateFunction" and "FunctionName" in request:
        names.check(request["FunctionName"])
    if operation in _FURTHER:
        _FURTHER[operation](request)


_CHECKS: dict[str, Check] = {operation: partial(_check, operation) for operation in _OFFERED}

RULES = Rules(
    "lambda",
    "lambda",
    offered=_OFFERED,
    checks=_CHECKS,
    corrections=operations_of(answers),
    refusal=errors.of_user,
)
