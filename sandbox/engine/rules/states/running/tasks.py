"""Task states (developer guide, "Task workflow state", and "Discover service integration patterns")."""

import contextlib
import contextvars
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from ministack.core.responses import get_region

from sandbox.api import loopback
from sandbox.api.errors import ServiceError
from sandbox.engine.rules.states.integrations import calls, functions, resources
from sandbox.engine.rules.states.integrations.jobs import Job
from sandbox.engine.rules.states.integrations.resources import Resource
from sandbox.engine.rules.states.language import data_flow
from sandbox.engine.rules.states.language.failures import HEARTBEAT, TASK_FAILED, TIMEOUT, EndedError, FailureError
from sandbox.engine.rules.states.language.scope import Scope, text
from sandbox.engine.rules.states.running import roles, task_tokens
from sandbox.engine.rules.states.running.simple_states import duration, next_name
from sandbox.engine.rules.states.running.trails import Trail, payload, without_none
from sandbox.engine.rules.states.running.visits import Outcome, Visit
from sandbox.engine.rules.states.running.walk import KINDS

_POLL_SECONDS = 0.1
_LONGEST_SESSION = 64  # characters of a session's name: STS API reference, AssumeRole


class Deadline:
    """When a task times out; TimeoutSeconds are real seconds, since what a task calls takes its time."""

    def __init__(self, halt: Any, seconds: float | None) -> None:
        self._halt, self._seconds = halt, seconds
        self._end = time.monotonic() + (seconds if seconds is not None else float("inf"))

    def check(self) -> None:
        """Raise what has ended the task, if anything has."""
        if self._halt.is_set():
            raise EndedError
        if time.monotonic() >= self._end:
            raise FailureError(TIMEOUT, None)

    def run(self, work: Callable[[], Any]) -> Any:
        """The result of a call, which is left to itself when the task times out first."""
        if self._seconds is None:
            return work()
        found: list[tuple[Any, BaseException | None]] = []
        thread = threading.Thread(target=contextvars.copy_context().run, args=(_keep, work, found), daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(_POLL_SECONDS)
            if thread.is_alive():
                self.check()
        result, error = found[0]
        if error:
            raise error
        return result


def _keep(work: Callable[[], Any], found: list[tuple[Any, BaseException | None]]) -> None:
    try:
        found.append((work(), None))
    except Exception as error:  # noqa: BLE001 - raised again by the thread that waits
        found.append((None, error))


def run_task(visit: Visit) -> Outcome:
    resource = resources.read(visit.state["Resource"])
    assert resource is not None, "the definition was judged when it was given"  # noqa: S101
    callback = task_tokens.wait(visit.trail.halt) if resource.pattern == resources.TOKEN else None
    if callback:
        visit.context["Task"] = {"Token": callback.token}
    task = _Task(visit, resource, callback)
    try:
        result = task.result(data_flow.effective_input(visit.state, visit.scope))
    finally:
        if callback:
            task_tokens.forget(callback)
    return Outcome(data_flow.output(visit.state, visit.scope, result), next_name(visit.state))


class _Task:
    """One attempt."""

    def __init__(self, visit: Visit, resource: Resource, callback: task_tokens.Callback | None) -> None:
        self._visit, self._resource, self._callback = visit, resource, callback
        self._trail: Trail = visit.trail
        scope = Scope(data_flow.select(visit.state, "InputPath", visit.scope), visit.context)
        self._timeout = _seconds(visit.state, "Timeout", scope)
        self._heartbeat = _seconds(visit.state, "Heartbeat", scope)
        self._shown = without_none(resource=resource.shown_api, resourceType=resource.service)

    def result(self, data: Any) -> Any:
        self._schedule(data)
        deadline = Deadline(self._trail.halt, self._timeout)
        try:
            with self._acting():
                found = self._call(data, deadline)
        except FailureError as failure:
            self._fail(failure)
            raise
        self._note("Succeeded", payload("output", text(found)))
        return found

    def _schedule(self, data: Any) -> None:
        limits = without_none(timeoutInSeconds=self._timeout, heartbeatInSeconds=self._heartbeat)
        if self._resource.is_function:
            limits.pop("heartbeatInSeconds", None)
            details = {"resource": self._resource.text, **payload("input", text(data)), **limits}
            self._trail.add("LambdaFunctionScheduled", details)
            self._trail.add("LambdaFunctionStarted")
            return
        where = {"region": get_region(), "parameters": text(data)}
        self._trail.add("TaskScheduled", self._shown | where | limits)
        self._trail.add("TaskStarted", self._shown)

    def _note(self, kind: str, details: dict[str, Any]) -> None:
        if self._resource.is_function:
            self._trail.add(f"LambdaFunction{kind}", details)
        else:
            self._trail.add(f"Task{kind}", self._shown | details)

    def _fail(self, failure: FailureError) -> None:
        kind = "TimedOut" if failure.error in {TIMEOUT, HEARTBEAT} else "Failed"
        self._note(kind, without_none(error=failure.error, cause=failure.cause))

    @contextlib.contextmanager
    def _acting(self) -> Iterator[None]:
        execution = self._trail.history.execution
        try:
            own = roles.credentials(execution.role, execution.machine, execution.name[:_LONGEST_SESSION])
        except ServiceError as refused:
            raise FailureError(TASK_FAILED, refused.message) from refused
        with loopback.acting_as(own):
            yield

    def _call(self, data: Any, deadline: Deadline) -> Any:
        resource = self._resource
        if resource.is_function:
            return deadline.run(lambda: functions.payload_of(resource.text, data))
        started = deadline.run(lambda: self._start(data))
        if resource.pattern == resources.REQUEST:
            return started
        self._note("Submitted", payload("output", text(started)))
        if self._callback:
            return self._wait_for_callback(self._callback, deadline)
        return self._wait_for(Job(resource, data, started), deadline)

    def _start(self, data: Any) -> Any:
        resource = self._resource
        if (resource.service, resource.api) == ("lambda", "invoke"):
            return functions.invoke(resource, data)
        found = calls.result(resource, calls.answer(resource, resource.operation, data))
        if found.get("FailedEntryCount") and resource.service == "events":
            raise FailureError("EventBridge.FailedEntry", text(found))
        return found

    def _wait_for(self, job: Job, deadline: Deadline) -> Any:
        try:
            while (found := job.result()) is None:
                deadline.check()
                self._trail.halt.wait(_POLL_SECONDS)
        except (EndedError, FailureError) as ended:
            if isinstance(ended, EndedError) or ended.error == TIMEOUT:
                job.stop()
            raise
        return found

    def _wait_for_callback(self, callback: task_tokens.Callback, deadline: Deadline) -> Any:
        while not callback.halt.wait(_POLL_SECONDS):
            deadline.check()
            if self._heartbeat is not None and time.monotonic() - callback.last_heartbeat > self._heartbeat:
                raise FailureError(HEARTBEAT, None)
        deadline.check()
        if callback.failure:
            raise callback.failure
        return callback.output


def _seconds(state: dict[str, Any], kind: str, scope: Scope) -> int | None:
    if f"{kind}SecondsPath" in state:
        return duration(state[f"{kind}SecondsPath"], f"{kind}SecondsPath", scope)
    return state.get(f"{kind}Seconds")


KINDS["Task"] = run_task
