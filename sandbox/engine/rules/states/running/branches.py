"""Parallel and Map: branches that run at the same time, each on a trail of its own."""

import contextvars
import threading
from collections.abc import Callable
from typing import Any

from sandbox.engine.rules.states.language import data_flow, templates
from sandbox.engine.rules.states.language.failures import FailureError
from sandbox.engine.rules.states.language.problems import IntrinsicProblemError, StateProblemError
from sandbox.engine.rules.states.language.scope import Scope, text
from sandbox.engine.rules.states.language.steps import MissingError
from sandbox.engine.rules.states.running.halts import Halt
from sandbox.engine.rules.states.running.simple_states import next_name, plain_text
from sandbox.engine.rules.states.running.trails import Trail
from sandbox.engine.rules.states.running.visits import Outcome, Visit
from sandbox.engine.rules.states.running.walk import KINDS, Way

_MOST_AT_ONCE = 40  # developer guide, "Using Map state in Inline mode": concurrent iterations
Job = Callable[[Trail], None]


class _Workers:
    """Threads that take jobs from one list; the first failure ends them all."""

    def __init__(self, visit: Visit, jobs: list[Job]) -> None:
        self._visit, self._jobs, self._lock = visit, jobs, threading.Lock()
        self._halt = Halt(visit.trail.halt)
        self._failed: tuple[Exception, int] | None = None
        self._heads: list[int] = []

    def run(self, count: int) -> None:
        """Do the jobs with so many threads; the visit's trail goes on from the last event or the failed one.

        Raises:
            Exception: of the job that failed first.

        """
        threads = [self._thread() for _ in range(min(count, len(self._jobs)))]
        for thread in threads:
            thread.join()
        if self._failed:
            error, self._visit.trail.head = self._failed
            raise error
        self._visit.trail.head = max([self._visit.trail.head, *self._heads])

    def _thread(self) -> threading.Thread:
        thread = threading.Thread(target=contextvars.copy_context().run, args=(self._work,), daemon=True)
        thread.start()
        return thread

    def _work(self) -> None:
        trail = self._visit.trail.branch(self._halt)
        while job := self._next():
            try:
                job(trail)
            except Exception as error:  # noqa: BLE001 - raised again by the thread that waits
                self._end(error, trail.head)
                return
        with self._lock:
            self._heads.append(trail.head)

    def _next(self) -> Job | None:
        with self._lock:
            return self._jobs.pop(0) if self._jobs and not self._halt.is_set() else None

    def _end(self, error: Exception, head: int) -> None:
        with self._lock:
            if self._failed is None:
                self._failed = (error, head)
        self._halt.set()


def _branch(visit: Visit, number: int) -> dict[str, Any]:
    """How far a branch is; empty when it has not begun."""
    return visit.progress.setdefault("branches", {}).setdefault(str(number), {})


def run_parallel(visit: Visit) -> Outcome:
    data = data_flow.effective_input(visit.state, visit.scope)
    flows = visit.state["Branches"]
    visit.trail.add("ParallelStateStarted")
    visit.has_branches_running = True
    left = [number for number in range(len(flows)) if "output" not in _branch(visit, number)]

    def job(number: int) -> Job:
        return lambda trail: _go(trail, flows[number], _plain(visit.context), _branch(visit, number), data)

    _Workers(visit, [job(number) for number in left]).run(len(flows))
    visit.trail.note("ParallelStateSucceeded")
    visit.has_branches_running = False
    return _join(visit, len(flows))


def _go(trail: Trail, flow: dict[str, Any], context: dict[str, Any], progress: dict[str, Any], data: Any) -> None:
    Way(trail, flow, context, progress).go(data)


def _plain(context: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in context.items() if name != "State"}


def _join(visit: Visit, count: int) -> Outcome:
    results = [_branch(visit, number)["output"] for number in range(count)]
    return Outcome(data_flow.output(visit.state, visit.scope, results), next_name(visit.state))


def run_map(visit: Visit) -> Outcome:
    scope = Scope(data_flow.select(visit.state, "InputPath", visit.scope), visit.context)
    items, at_once = _items(visit.state, scope), _concurrency(visit.state, scope)
    visit.trail.add("MapStateStarted", {"length": len(items)})
    visit.has_branches_running = True
    jobs = [
        _iteration(visit, scope, number, item)
        for number, item in enumerate(items)
        if "output" not in _branch(visit, number)
    ]
    _Workers(visit, jobs).run(at_once)
    visit.trail.note("MapStateSucceeded")
    visit.has_branches_running = False
    return _join(visit, len(items))


def _iteration(visit: Visit, scope: Scope, number: int, item: Any) -> Job:
    details = {"name": visit.name, "index": number}
    flow = visit.state.get("ItemProcessor") or visit.state["Iterator"]
    context = visit.context | {"Map": {"Item": {"Index": number, "Value": item}}}
    selector = visit.state.get("ItemSelector", visit.state.get("Parameters"))

    def run(trail: Trail) -> None:
        trail.add("MapIterationStarted", details)
        try:
            data = item if selector is None else templates.fill(selector, Scope(scope.data, context))
            _go(trail, flow, _plain(context), _branch(visit, number), data)
        except (FailureError, StateProblemError, IntrinsicProblemError):
            trail.note("MapIterationFailed", details)
            raise
        # The next iteration follows the last state of this one, and the state itself follows this event.
        visit.trail.head = max(visit.trail.head, trail.note("MapIterationSucceeded", details))

    return run


def _items(state: dict[str, Any], scope: Scope) -> list[Any]:
    path = state.get("ItemsPath", "$")
    try:
        found = scope.value_at(path)
    except MissingError as missing:
        raise StateProblemError(f"Invalid path '{path}' : {missing}") from missing
    if not isinstance(found, list):
        raise StateProblemError(f'Reference path "{path}" must point to array.')
    return found


def _concurrency(state: dict[str, Any], scope: Scope) -> int:
    """Iterations at the same time; zero sets no limit."""
    number = state.get("MaxConcurrency", 0)
    path = state.get("MaxConcurrencyPath")
    if path is not None:
        number = _number_at(path, scope)
    return min(number or _MOST_AT_ONCE, _MOST_AT_ONCE)


def _number_at(path: str, scope: Scope) -> int:
    try:
        found = scope.value_at(path)
    except MissingError as missing:
        problem = f"The MaxConcurrencyPath field does not reference an input value: {path}"
        raise StateProblemError(problem) from missing
    if not isinstance(found, int) or isinstance(found, bool):
        written = text(found) if isinstance(found, (dict, list)) else plain_text(found)
        raise StateProblemError(
            f'The MaxConcurrencyPath field refers to value "{written}" which is not a valid integer: {path}'
        )
    if found < 0:
        raise StateProblemError(f"Expected non-negative integer for MaxConcurrency, got '{found}' instead.")
    return found


KINDS.update(Parallel=run_parallel, Map=run_map)
