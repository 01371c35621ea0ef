"""Tags of state machines (API reference, TagResource: at most 50, keys up to 128 characters, values up to 256)."""

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.states import naming
from sandbox.engine.rules.states.running.records import MACHINES, Machine

_MOST = 50


def _tagged(arn: str) -> Machine:
    naming.check_arn(arn, "stateMachine")
    found = MACHINES.here().get(arn)
    if found is None:
        raise ServiceError("ResourceNotFound", f"Resource not found: '{arn}'", members={"resourceName": arn})
    return found


def TagResource(request: Request) -> Answer:
    machine = _tagged(request["resourceArn"])
    added = {tag.get("key", ""): tag.get("value", "") for tag in request["tags"]}
    if len(machine.tags | added) > _MOST:
        raise ServiceError("TooManyTags", "Too many tags: '50'", members={"resourceName": machine.arn})
    machine.tags.update(added)
    return {}


def UntagResource(request: Request) -> Answer:
    machine = _tagged(request["resourceArn"])
    for key in request["tagKeys"]:
        machine.tags.pop(key, None)
    return {}


def ListTagsForResource(request: Request) -> Answer:
    machine = _tagged(request["resourceArn"])
    return {"tags": [{"key": key, "value": value} for key, value in machine.tags.items()]}
