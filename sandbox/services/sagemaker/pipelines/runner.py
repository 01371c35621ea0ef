"""Runs an execution: which step is ready, how each one ends, and how the whole ends."""

import contextvars
import logging
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from botocore.exceptions import ClientError

from sandbox.api import background
from sandbox.api.loopback import Credentials
from sandbox.services.sagemaker.containers import s3_objects
from sandbox.services.sagemaker.containers.failure import JobError, refusal
from sandbox.services.sagemaker.pipelines import caching, events, step
from sandbox.services.sagemaker.pipelines.definition import branches, dependencies
from sandbox.services.sagemaker.pipelines.shapes import Definition, Step
from sandbox.services.sagemaker.pipelines.values import Values
from sandbox.services.sagemaker.records.executions import CachedStep, PipelineExecution, StepRun

_FAILED = "Step failure: One or multiple steps failed."
RUNNING: dict[str, "Runner"] = {}


class Runner:
    """Runs the steps of a parsed definition. No new step starts after one has failed; running ones come to an end."""

    def __init__(self, execution: PipelineExecution, definition: Definition, credentials: Credentials) -> None:
        self.execution, self.credentials = execution, credentials
        self.values = Values(execution, self._read)
        self.stopped = threading.Event()
        self._calls: dict[str, step.StepCall] = {}
        self._waiting = {given["Name"]: given for given in definition["Steps"]}

    def start(self) -> None:
        RUNNING[self.execution.arn] = self
        self._set_status("Executing")
        background.start(self._run)

    def stop(self) -> None:
        self.stopped.set()
        self._set_status("Stopping")
        for name, call in list(self._calls.items()):
            self._set_step_status(self.execution.steps[name], "Stopping")
            step.stop(call, self.execution.steps[name])

    def _run(self) -> None:
        execution = self.execution
        try:
            self._run_steps()
        except Exception as error:  # the execution fails; the sandbox's log has the traceback
            logging.getLogger(__name__).exception(execution.arn)
            execution.failure_reason = f"InternalServerError: {type(error).__name__}: {error}"
        RUNNING.pop(execution.arn, None)
        if self._has_failed_step() and not self.stopped.is_set():
            execution.failure_reason = execution.failure_reason or _FAILED
        self._set_status("Stopped" if self.stopped.is_set() else "Failed" if execution.failure_reason else "Succeeded")

    def _run_steps(self) -> None:
        most = self.execution.parallelism.get("MaxParallelExecutionSteps", 50)
        running: set[Future[None]] = set()
        with ThreadPoolExecutor(max_workers=most) as workers:
            while True:
                for ready in self._ready_steps():
                    del self._waiting[ready["Name"]]
                    running.add(workers.submit(contextvars.copy_context().run, self._run_step, ready))
                if not running:
                    return
                ended, running = wait(running, return_when=FIRST_COMPLETED)
                for future in ended:
                    future.result()

    def _ready_steps(self) -> list[Step]:
        if self.stopped.is_set() or self._has_failed_step():
            return []
        done = {name for name, run in list(self.execution.steps.items()) if run.status == "Succeeded"}
        return [waiting for waiting in list(self._waiting.values()) if dependencies(waiting) <= done]

    def _has_failed_step(self) -> bool:
        return any(run.status == "Failed" for run in list(self.execution.steps.values()))

    def _run_step(self, given: Step) -> None:
        """Run a step, unless it succeeded before a retry."""
        name = given["Name"]
        before = self.execution.steps.get(name)
        if before and before.status == "Succeeded":
            self._publish_result(given, before)
            return
        shown = given.get("DisplayName"), given.get("Description")
        run = StepRun(name=name, type=given["Type"], display_name=shown[0], description=shown[1])
        self.execution.steps[name] = run
        self._set_step_status(run, "Executing")
        try:
            self._perform(given, run)
            self._publish_result(given, run)
        except (JobError, ClientError) as error:
            run.failure_reason = f"ClientError: {refusal(error)}" if isinstance(error, ClientError) else str(error)
            self._set_step_status(run, "Stopped" if self.stopped.is_set() else "Failed")
        else:
            self._set_step_status(run, "Succeeded")
        finally:
            self._calls.pop(name, None)

    def _perform(self, given: Step, run: StepRun) -> None:
        arguments = given.get("Arguments", {})
        match given["Type"]:
            case "Condition":
                holds = all(self.values.holds(condition) for condition in arguments["Conditions"])
                run.metadata, run.properties = {"Condition": {"Outcome": str(holds)}}, {"Outcome": holds}
            case "Fail":
                message = str(self.values.resolve(arguments["ErrorMessage"]))
                run.metadata = {"Fail": {"ErrorMessage": message}}
                raise JobError(message)
            case _:
                self._create(given, run)

    def _create(self, given: Step, run: StepRun) -> None:
        arguments, pipeline = self.values.resolve(given.get("Arguments", {})), self.execution.pipeline
        cached = caching.find(pipeline, given, arguments)
        if cached:
            run.cache_hit, run.metadata, run.properties = cached.execution, cached.metadata, cached.properties
            return
        call = self._calls[given["Name"]] = step.StepCall(given, arguments, self.execution.id, self.credentials)
        run.properties = step.run_step(call, run)
        caching.keep(pipeline, given, arguments, CachedStep(self.execution.arn, run.metadata, run.properties))

    def _publish_result(self, given: Step, run: StepRun) -> None:
        """Let later steps refer to this one, and the branch of a condition begin."""
        self.values.steps[given["Name"]] = run.properties
        outputs = run.properties.get("ProcessingOutputConfig", {}).get("Outputs", [])
        uris = {
            output["OutputName"]: output["S3Output"]["S3Uri"].rstrip("/") for output in outputs if "S3Output" in output
        }
        for file in given.get("PropertyFiles", []):
            uri = f"{uris.get(file['OutputName'])}/{file['FilePath']}"
            self.values.files[given["Name"], file["PropertyFileName"]] = uri
        if given["Type"] == "Condition":
            for follower in branches(given)[run.properties["Outcome"]]:
                after = [*follower.get("DependsOn", []), given["Name"]]
                self._waiting[follower["Name"]] = {**follower, "DependsOn": after}

    def _read(self, uri: str) -> bytes:
        return s3_objects.read(self.credentials, uri)

    def _set_status(self, status: str) -> None:
        before = self.execution.status
        self.execution.set_status(status)
        events.execution_changed(self.execution, before)

    def _set_step_status(self, run: StepRun, status: str) -> None:
        before = run.status
        run.set_status(status)
        events.step_changed(self.execution, run, before)
