"""State machines: CreateStateMachine and what is done with them later."""

import json
import uuid
from typing import Any

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn, now
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.states import naming, pages
from sandbox.engine.rules.states.definitions import offers, structure
from sandbox.engine.rules.states.definitions.diagnostics import Diagnostic
from sandbox.engine.rules.states.running import log_destinations, records, roles
from sandbox.engine.rules.states.running.records import MACHINES, Machine
from sandbox.engine.rules.states.running.trails import without_none

_OWN_KEY = {"type": "AWS_OWNED_KEY"}
_SEVERITIES = {"ERROR"}


def _judge(text: str) -> tuple[Any, list[Diagnostic]]:
    """A definition and its problems.

    Raises:
        ServiceError: it has what the sandbox does not emulate.

    """
    try:
        definition = structure.read(text)
    except ValueError as problem:
        return None, [Diagnostic("INVALID_JSON_DESCRIPTION", f"Invalid State Machine Definition: {problem}", "/")]
    offers.check(definition)
    return definition, structure.diagnostics(definition)


def _definition(text: str) -> Any:
    definition, found = _judge(text)
    if found:
        problems = ", ".join(str(each) for each in found)
        raise ServiceError("InvalidDefinition", f"Invalid State Machine Definition: '{problems}'")
    return definition


def _check_offer(request: Request) -> None:
    if request.get("type", "STANDARD") == "EXPRESS":
        raise not_emulated("type EXPRESS of a state machine")
    if request.get("tracingConfiguration", {}).get("enabled"):
        raise not_emulated("tracingConfiguration.enabled of a state machine")
    if request.get("encryptionConfiguration", _OWN_KEY) != _OWN_KEY:
        raise not_emulated("encryptionConfiguration of a state machine")


def CreateStateMachine(request: Request) -> Answer:
    _check_offer(request)
    naming.check_name(request["name"])
    definition = _definition(request["definition"])
    logging = log_destinations.complete(request.get("loggingConfiguration"))
    machine_arn = arn("states", f"stateMachine:{request['name']}")
    existing = MACHINES.here().get(machine_arn)
    if existing is not None:
        return _again(existing, request, logging)
    log_destinations.check(logging, roles.check(request["roleArn"], definition, machine_arn))
    created = now()
    made = Machine(
        arn=machine_arn,
        name=request["name"],
        definition=request["definition"],
        role=request["roleArn"],
        logging=logging,
        created=created,
        updated=created,
        tags={tag["key"]: tag.get("value", "") for tag in request.get("tags", [])},
    )
    MACHINES.here()[machine_arn] = made
    return {"stateMachineArn": machine_arn, "creationDate": created}


def _again(existing: Machine, request: Request, logging: dict[str, Any]) -> Answer:
    """Creating the same state machine again is no error: API reference, CreateStateMachine, idempotency."""
    if existing.status == "DELETING":
        raise ServiceError("StateMachineDeleting", f"State Machine is being deleted: '{existing.arn}'")
    if (existing.definition, existing.logging) != (request["definition"], logging):
        raise ServiceError("StateMachineAlreadyExists", f"State Machine Already Exists: '{existing.arn}'")
    return {"stateMachineArn": existing.arn, "creationDate": existing.created}


def UpdateStateMachine(request: Request) -> Answer:
    _check_offer(request)
    naming.check_arn(request["stateMachineArn"], "stateMachine")
    if not request.keys() & {"definition", "roleArn", "loggingConfiguration"}:
        problem = "Either the definition, the role ARN, or the LoggingConfiguration must be specified"
        raise ServiceError("MissingRequiredParameter", problem)
    definition = _definition(request["definition"]) if "definition" in request else None
    machine = records.machine(request["stateMachineArn"])
    if machine.status == "DELETING":
        raise ServiceError("StateMachineDeleting", f"State Machine is being deleted: '{machine.arn}'")
    role = request.get("roleArn", machine.role)
    logging = log_destinations.complete(request["loggingConfiguration"]) if "loggingConfiguration" in request else None
    own = roles.check(role, definition or json.loads(machine.definition), machine.arn)
    log_destinations.check(logging or machine.logging, own)
    _update(machine, request.get("definition", machine.definition), role, logging or machine.logging)
    return {"updateDate": machine.updated, **without_none(revisionId=machine.revision_id)}


def _update(machine: Machine, definition: str, role: str, logging: dict[str, Any]) -> None:
    """A revision is another only if something changed."""
    if (definition, role, logging) != (machine.definition, machine.role, machine.logging):
        machine.revision_id = str(uuid.uuid4())
    machine.definition, machine.role, machine.logging, machine.updated = definition, role, logging, now()


def DescribeStateMachine(request: Request) -> Answer:
    naming.check_arn(request["stateMachineArn"], "stateMachine")
    machine = records.machine(request["stateMachineArn"])
    return {
        "stateMachineArn": machine.arn,
        "name": machine.name,
        "status": machine.status,
        "definition": machine.definition,
        "roleArn": machine.role,
        "type": "STANDARD",
        "creationDate": machine.created,
        "loggingConfiguration": machine.logging,
        "tracingConfiguration": {"enabled": False},
        "encryptionConfiguration": _OWN_KEY,
        **without_none(revisionId=machine.revision_id),
    }


def DescribeStateMachineForExecution(request: Request) -> Answer:
    naming.check_arn(request["executionArn"], "execution")
    execution = records.execution(request["executionArn"])
    machine = records.machine(execution.machine)
    return {
        "stateMachineArn": machine.arn,
        "name": machine.name,
        "definition": execution.definition,
        "roleArn": execution.role,
        "updateDate": machine.updated,
        "loggingConfiguration": execution.logging,
        "tracingConfiguration": {"enabled": False},
        "encryptionConfiguration": _OWN_KEY,
        **without_none(revisionId=machine.revision_id),
    }


def ListStateMachines(request: Request) -> Answer:
    rows = [
        {"stateMachineArn": each.arn, "name": each.name, "type": "STANDARD", "creationDate": each.created}
        for each in sorted(MACHINES.here().values(), key=lambda each: each.name)
    ]
    return pages.page(request, rows, "stateMachines")


def DeleteStateMachine(request: Request) -> Answer:
    """Executions that run are ended at their next state, and the machine is gone when all have ended."""
    naming.check_arn(request["stateMachineArn"], "stateMachine")
    machine = MACHINES.here().get(request["stateMachineArn"])
    if machine:
        machine.status = "DELETING"
        records.forget_if_done(machine)
    return {}


def ValidateStateMachineDefinition(request: Request) -> Answer:
    if request.get("type", "STANDARD") == "EXPRESS":
        raise not_emulated("type EXPRESS of a state machine")
    if request.get("severity", "ERROR") not in _SEVERITIES:
        raise not_emulated("severity WARNING of ValidateStateMachineDefinition")
    _, found = _judge(request["definition"])
    most = request.get("maxResults") or 100
    shown = [
        {"severity": "ERROR", "code": each.code, "message": each.message}
        | ({"location": each.location} if each.location is not None else {})
        for each in found[:most]
    ]
    return {"result": "FAIL" if found else "OK", "diagnostics": shown, "truncated": len(found) > most}
