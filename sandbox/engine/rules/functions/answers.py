"""What Lambda's answers hold: recorded."""

import hashlib
from typing import Any

from ministack.core.responses import get_region
from ministack.services import lambda_svc

from sandbox.api.types import Answer, Request

# Members that AWS leaves out of a configuration while they are empty.
_OPTIONAL = ("KMSKeyArn", "Layers", "StateReason", "StateReasonCode")
_STATUS = ("LastUpdateStatus", "LastUpdateStatusReason", "LastUpdateStatusReasonCode")
_IN_PROGRESS = {"LastUpdateStatusReason": "The function is being created.", "LastUpdateStatusReasonCode": "Creating"}


def CreateFunction(_request: Request, answer: Answer) -> Answer:
    """A function that is being created has no last update."""
    return {name: value for name, value in _configuration(answer).items() if name not in _STATUS}


def UpdateFunctionCode(_request: Request, answer: Answer) -> Answer:
    """It stays active while it is updated."""
    function = lambda_svc._functions[answer["FunctionName"]]["config"]
    function |= {"State": "Active", "StateReason": "", "StateReasonCode": ""}
    return _configuration(answer | function) | _IN_PROGRESS


def UpdateFunctionConfiguration(request: Request, answer: Answer) -> Answer:
    return UpdateFunctionCode(request, answer)


def GetFunction(_request: Request, answer: Answer) -> Answer:
    found = {name: value for name, value in answer.items() if value or name != "Tags"}
    return {**found, "Configuration": _configuration(answer["Configuration"])}


def GetFunctionConfiguration(_request: Request, answer: Answer) -> Answer:
    return _configuration(answer)


def ListFunctions(_request: Request, answer: Answer) -> Answer:
    """API reference, ListFunctions: the state and the runtime's version are left out."""
    left_out = (*_STATUS, "State", "RuntimeVersionConfig")
    found = [_configuration(function) for function in answer["Functions"]]
    return {**answer, "Functions": [{k: v for k, v in each.items() if k not in left_out} for each in found]}


def _configuration(found: dict[str, Any]) -> dict[str, Any]:
    """Functions have no network here."""
    kept = {name: value for name, value in found.items() if value or name not in (*_OPTIONAL, *_STATUS)}
    kept.pop("VpcConfig", None)
    version = hashlib.sha256(kept["Runtime"].encode()).hexdigest()
    arn = f"arn:aws:lambda:{get_region()}::runtime:{version}"
    return {**kept, "RuntimeVersionConfig": {"RuntimeVersionArn": arn}}
