"""The life of an execution: which step is ready, what it became, and how it all ended."""

import contextvars
import logging
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from botocore.exceptions import ClientError

from sandbox.api import background
from sandbox.api.identifiers import now
from sandbox.api.loopback import Credentials
from sandbox.services.sagemaker.jobs import objects
from sandbox.services.sagemaker.jobs.failure import JobError, refusal
from sandbox.services.sagemaker.pipelines import caching, events, step
from sandbox.services.sagemaker.pipelines.definition import branches, needs
from sandbox.services.sagemaker.pipelines.values import Values

Record = dict[str, Any]
_FAILED = "Step failure: One or multiple steps failed."
_LIVE: dict[str, "Execution"] = {}


class Execution:
    """Runs the steps of a parsed definition. No new step starts after one has failed; those that run come to an end."""

    def __init__(self, record: Record, definition: Record, credentials: Credentials) -> None:
        self.record, self.definition, self.credentials = record, definition, credentials
        self.arn, self.id = record["PipelineExecutionArn"], record["PipelineExecutionArn"].rpartition("/")[2]
        self.values = Values(record["parameters"], self._variables(), self._read)
        self.stopped = threading.Event()
        self._calls: dict[str, step.Call] = {}
        self._waiting = {each["Name"]: each for each in definition["Steps"]}

    def start(self) -> None:
        _LIVE[self.arn] = self
        self._become("Executing")
        background.start(self._live)

    def stop(self) -> None:
        self.stopped.set()
        self._become("Stopping")
        for name, call in list(self._calls.items()):
            self._move(self.record["steps"][name], "Stopping")
            step.stop(call, self.record["steps"][name])

    def _live(self) -> None:
        try:
            self._run()
        except Exception as error:  # the execution ends with it; the sandbox's log has the rest
            logging.getLogger(__name__).exception(self.arn)
            self.record["FailureReason"] = f"InternalServerError: {type(error).__name__}: {error}"
        _LIVE.pop(self.arn, None)
        failed = any(each["StepStatus"] == "Failed" for each in list(self.record["steps"].values()))
        if failed and not self.stopped.is_set():
            self.record.setdefault("FailureReason", _FAILED)
        ended = "Stopped" if self.stopped.is_set() else "Failed" if "FailureReason" in self.record else "Succeeded"
        self._become(ended)

    def _run(self) -> None:
        most = self.record.get("ParallelismConfiguration", {}).get("MaxParallelExecutionSteps", 50)
        running: set[Future[None]] = set()
        with ThreadPoolExecutor(max_workers=most) as workers:
            while True:
                for each in [] if self._is_over() else self._ready():
                    del self._waiting[each["Name"]]
                    running.add(workers.submit(contextvars.copy_context().run, self._step, each))
                if not running:
                    return
                ended, running = wait(running, return_when=FIRST_COMPLETED)
                for each in ended:
                    each.result()

    def _is_over(self) -> bool:
        return self.stopped.is_set() or any(
            each["StepStatus"] == "Failed" for each in list(self.record["steps"].values())
        )

    def _ready(self) -> list[Record]:
        done = {name for name, each in list(self.record["steps"].items()) if each["StepStatus"] == "Succeeded"}
        return [each for each in list(self._waiting.values()) if needs(each) <= done]

    def _step(self, given: Record) -> None:
        """Do a step, or remember how it ended before a retry."""
        before = self.record["steps"].get(given["Name"])
        if before and before["StepStatus"] == "Succeeded":
            self._known(given, before)
            return
        shown = {"StepName": given["Name"], "StepType": given["Type"], "StartTime": now(), "StepStatus": "Starting"}
        named = {f"Step{name}": given[name] for name in ("DisplayName", "Description") if name in given}
        record = self.record["steps"][given["Name"]] = {**shown, **named}
        self._move(record, "Executing")
        try:
            self._do(given, record)
            self._known(given, record)
        except (JobError, ClientError) as error:
            record["FailureReason"] = f"ClientError: {refusal(error)}" if isinstance(error, ClientError) else str(error)
            self._move(record, "Stopped" if self.stopped.is_set() else "Failed")
        else:
            self._move(record, "Succeeded")
        finally:
            self._calls.pop(given["Name"], None)

    def _do(self, given: Record, record: Record) -> None:
        match given["Type"]:
            case "Condition":
                holds = all(self.values.holds(each) for each in given["Arguments"]["Conditions"])
                record["Metadata"] = {"Condition": {"Outcome": str(holds)}}
                record["properties"] = {"Outcome": holds}
            case "Fail":
                message = str(self.values.resolved(given["Arguments"]["ErrorMessage"]))
                record["Metadata"] = {"Fail": {"ErrorMessage": message}}
                raise JobError(message)
            case _:
                self._make(given, record)

    def _make(self, given: Record, record: Record) -> None:
        arguments, pipeline = self.values.resolved(given["Arguments"]), self.record["PipelineArn"]
        kept = caching.found(pipeline, given, arguments)
        if kept:
            record["CacheHitResult"] = {"SourcePipelineExecutionArn": kept["execution"]}
            record |= {"Metadata": kept["Metadata"], "properties": kept["properties"]}
            return
        call = self._calls[given["Name"]] = step.Call(given, arguments, self.id, self.credentials)
        record["properties"] = step.make(call, record)
        result = {"execution": self.arn, "Metadata": record["Metadata"], "properties": record["properties"]}
        caching.keep(pipeline, given, arguments, result)

    def _known(self, given: Record, record: Record) -> None:
        """Let later steps refer to this one, and the branch that was chosen begin."""
        self.values.steps[given["Name"]] = record["properties"]
        outputs = record["properties"].get("ProcessingOutputConfig", {}).get("Outputs", [])
        places = {each["OutputName"]: each["S3Output"]["S3Uri"].rstrip("/") for each in outputs if "S3Output" in each}
        for file in given.get("PropertyFiles", []):
            uri = f"{places.get(file['OutputName'])}/{file['FilePath']}"
            self.values.files[given["Name"], file["PropertyFileName"]] = uri
        for each in branches(given).get(record["properties"].get("Outcome"), []):
            self._waiting[each["Name"]] = {**each, "DependsOn": [*each.get("DependsOn", []), given["Name"]]}

    def _read(self, uri: str) -> bytes:
        return objects.read(self.credentials, uri)

    def _variables(self) -> dict[str, str]:
        pipeline = self.record["PipelineArn"]
        return {
            "PipelineName": pipeline.rpartition("/")[2],
            "PipelineArn": pipeline,
            "PipelineExecutionId": self.id,
            "PipelineExecutionArn": self.arn,
            "StartDateTime": self.record["CreationTime"].isoformat(),
            "CurrentDateTime": now().isoformat(),
        }

    def _become(self, status: str) -> None:
        before = self.record.get("PipelineExecutionStatus")
        self.record |= {"PipelineExecutionStatus": status, "LastModifiedTime": now()}
        events.execution(self.record, before)

    def _move(self, record: Record, status: str) -> None:
        before, record["StepStatus"] = record["StepStatus"], status
        if status not in events.MOVING:
            record["EndTime"] = now()
        events.step(self.record, record, before)


def live(arn: str) -> Execution | None:
    """The execution with this ARN, while it runs."""
    return _LIVE.get(arn)
