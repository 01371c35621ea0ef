"""Executions: StartExecution and what is done with them later."""

import datetime
import json
import uuid
from typing import Any

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn, now
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.states import naming, pages
from sandbox.engine.rules.states.running import records, runner
from sandbox.engine.rules.states.running.records import EXECUTIONS, Execution, Machine
from sandbox.engine.rules.states.running.trails import without_none

# API reference, RedriveExecution.
_REDRIVABLE_DAYS, _MOST_REDRIVES = 14, 1000
_FAILED = {"FAILED", "ABORTED", "TIMED_OUT"}


def StartExecution(request: Request) -> Answer:
    naming.check_arn(request["stateMachineArn"], "stateMachine")
    name = request.get("name") or str(uuid.uuid4())
    naming.check_name(name)
    given = _input(request.get("input", "{}"))
    machine = records.machine(request["stateMachineArn"])
    if machine.status == "DELETING":
        raise ServiceError("StateMachineDeleting", f"State Machine is being deleted: '{machine.arn}'")
    execution_arn = arn("states", f"execution:{machine.name}:{name}")
    existing = EXECUTIONS.here().get(execution_arn)
    if existing is not None:
        return _again(existing, given)
    execution = _make(machine, execution_arn, name, given)
    EXECUTIONS.here()[execution_arn] = execution
    runner.start(execution)
    return {"executionArn": execution_arn, "startDate": execution.started}


def _make(machine: Machine, execution_arn: str, name: str, given: str) -> Execution:
    return Execution(
        arn=execution_arn,
        name=name,
        machine=machine.arn,
        definition=machine.definition,
        role=machine.role,
        logging=dict(machine.logging),
        input=given,
        started=now(),
    )


def _again(existing: Execution, given: str) -> Answer:
    """Starting what runs with the same input again is no error."""
    if existing.status != "RUNNING" or existing.input != given:
        raise ServiceError("ExecutionAlreadyExists", f"Execution Already Exists: '{existing.arn}'")
    return {"executionArn": existing.arn, "startDate": existing.started}


def _input(text: str) -> str:
    try:
        json.loads(text)
    except ValueError as problem:
        message = f"Invalid State Machine Execution Input: '{problem}'"
        raise ServiceError("InvalidExecutionInput", message) from None
    return text


def StopExecution(request: Request) -> Answer:
    naming.check_arn(request["executionArn"], "execution")
    execution = records.execution(request["executionArn"])
    runner.abort(execution, request.get("error"), request.get("cause"))
    return {"stopDate": execution.stopped}


def DescribeExecution(request: Request) -> Answer:
    naming.check_arn(request["executionArn"], "execution")
    execution = records.execution(request["executionArn"])
    output = {} if execution.output is None else {"output": execution.output, "outputDetails": {"included": True}}
    return {
        **_row(execution),
        "input": execution.input,
        "inputDetails": {"included": True},
        **without_none(error=execution.error, cause=execution.cause),
        **output,
        **_redrive_status(execution),
    }


def _redrive_status(execution: Execution) -> dict[str, Any]:
    """API reference, DescribeExecution, redriveStatus and redriveStatusReason."""
    reason = _not_redrivable(execution)
    if reason is None:
        return {"redriveStatus": "REDRIVABLE"}
    return {"redriveStatus": "NOT_REDRIVABLE", "redriveStatusReason": reason}


def _not_redrivable(execution: Execution) -> str | None:
    if execution.status not in _FAILED:
        return f"Execution is {execution.status} and cannot be redriven"
    if execution.started < now() - datetime.timedelta(days=_REDRIVABLE_DAYS):
        return "Execution has exceeded the redrivable period"
    if execution.redrives >= _MOST_REDRIVES:
        return "Execution has reached the limit of redrives"
    return None


def RedriveExecution(request: Request) -> Answer:
    naming.check_arn(request["executionArn"], "execution")
    execution = records.execution(request["executionArn"])
    reason = _not_redrivable(execution)
    if reason is not None:
        raise ServiceError("ExecutionNotRedrivable", reason)
    runner.redrive(execution)
    return {"redriveDate": execution.redriven}


def ListExecutions(request: Request) -> Answer:
    if "stateMachineArn" not in request:
        raise not_emulated("ListExecutions without stateMachineArn")
    naming.check_arn(request["stateMachineArn"], "stateMachine")
    machine = records.machine(request["stateMachineArn"])
    found = [each for each in records.executions_of(machine.arn) if _is_listed(each, request)]
    found.sort(key=lambda each: each.stopped or each.started, reverse=True)
    return pages.page(request, [_row(each) for each in found], "executions")


def _is_listed(execution: Execution, request: Request) -> bool:
    redriven = {"REDRIVEN": execution.redrives > 0, "NOT_REDRIVEN": execution.redrives == 0}
    is_filtered = not redriven.get(request.get("redriveFilter", ""), True)
    return not is_filtered and request.get("statusFilter") in {None, execution.status}


def _row(execution: Execution) -> dict[str, Any]:
    return {
        "executionArn": execution.arn,
        "stateMachineArn": execution.machine,
        "name": execution.name,
        "status": execution.status,
        "startDate": execution.started,
        "redriveCount": execution.redrives,
        **without_none(stopDate=execution.stopped, redriveDate=execution.redriven),
    }
