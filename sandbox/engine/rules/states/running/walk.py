"""Goes from state to state."""

import copy
from collections.abc import Callable
from typing import Any

from sandbox.api.identifiers import now
from sandbox.engine.rules.states.language import data_flow, timestamps
from sandbox.engine.rules.states.language.failures import DATA_LIMIT, RUNTIME, EndedError, FailureError
from sandbox.engine.rules.states.language.problems import IntrinsicProblemError, ResultPlaceError, StateProblemError
from sandbox.engine.rules.states.language.scope import text
from sandbox.engine.rules.states.running import error_handlers, records, simple_states
from sandbox.engine.rules.states.running.trails import Trail, payload
from sandbox.engine.rules.states.running.visits import Outcome, Visit
from sandbox.machine import clock

_LARGEST = 262_144  # bytes of a payload: developer guide, "Quotas"
Run = Callable[[Visit], Outcome]
# The states that have others in them are added by the modules that run those.
KINDS: dict[str, Run] = {
    "Pass": simple_states.run_pass,
    "Succeed": simple_states.run_succeed,
    "Fail": simple_states.run_fail,
    "Choice": simple_states.run_choice,
    "Wait": simple_states.run_wait,
}


class Way:
    """A machine, a branch or an item processor on its way from a state to the end."""

    def __init__(self, trail: Trail, flow: dict[str, Any], context: dict[str, Any], progress: dict[str, Any]) -> None:
        self._trail, self._flow, self._context, self._progress = trail, flow, context, progress

    def go(self, data: Any) -> Any:
        """The output of the last state; goes on where the progress is, from the start if there is none.

        Raises:
            FailureError: a state failed and nothing caught it.
            EndedError: the execution ended meanwhile.

        """
        is_resumed = "state" in self._progress
        name = self._progress.get("state", self._flow["StartAt"])
        outcome = Outcome(self._progress.get("input", data), name)
        while outcome.following is not None:
            if not is_resumed:
                self._progress.clear()
            outcome, is_resumed = self._pass_through(outcome.following, outcome.output), False
        self._progress.clear()
        self._progress["output"] = outcome.output
        return outcome.output

    def _pass_through(self, name: str, data: Any) -> Outcome:
        self._progress.update(state=name, input=data)
        if records.is_being_deleted(self._trail.history.execution.machine):
            raise EndedError
        state, kind = self._flow["States"][name], self._flow["States"][name]["Type"]
        entered_at = timestamps.text(now())
        context = self._context | {"State": {"EnteredTime": entered_at, "Name": name, "RetryCount": 0}}
        visit = Visit(self._trail, name, state, data, context, self._progress)
        visit.entered = self._trail.add(f"{kind}StateEntered", {"name": name, **payload("input", text(data))})
        outcome = _attempt(visit)
        self._trail.add(f"{kind}StateExited", {"name": name, **payload("output", text(outcome.output))})
        return outcome


def _attempt(visit: Visit) -> Outcome:
    """Run a state as often as its retriers have it, then see whether a catcher takes the failure."""
    retriers = error_handlers.Retriers(visit.state)
    run = KINDS[visit.state["Type"]]
    while True:
        try:
            return _run_once(visit, run)
        except FailureError as failure:
            delay = retriers.delay(failure)
            if delay is None:
                return _catch(visit, failure)
            visit.context["State"]["RetryCount"] += 1
            visit.progress.pop("branches", None)
            if visit.trail.halt.wait(clock.scaled(delay)):
                raise EndedError from failure


def _run_once(visit: Visit, run: Run) -> Outcome:
    where = f"An error occurred while executing the state '{visit.name}' (entered at the event id #{visit.entered})."
    try:
        outcome = run(visit)
    except StateProblemError as problem:
        raise FailureError(RUNTIME, f"{where} {problem}") from problem
    except ResultPlaceError as problem:
        raise FailureError("States.ResultPathMatchFailure", f"{where} {problem}") from problem
    except IntrinsicProblemError as problem:
        raise FailureError("States.IntrinsicFailure", f"{where} {problem}") from problem
    if len(text(outcome.output).encode()) > _LARGEST:
        size = "returned a result with a size exceeding the maximum number of bytes service limit."
        raise FailureError(DATA_LIMIT, f"The state/task '{visit.name}' {size}")
    return outcome


def _catch(visit: Visit, failure: FailureError) -> Outcome:
    catcher = error_handlers.catcher(visit.state, failure)
    if visit.has_branches_running:
        visit.trail.add(f"{visit.state['Type']}StateFailed")
    if catcher is None:
        raise failure
    problem = {"Error": failure.error or "", "Cause": failure.cause or ""}
    output = data_flow.place_result(visit.data, catcher.get("ResultPath", "$"), problem)
    return Outcome(copy.deepcopy(output), catcher["Next"])
