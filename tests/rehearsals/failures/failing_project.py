"""A project in which everything fails once: its people, repositories, topic, and a probe of its production."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from scripts.launch import LaunchRequest
from scripts.rehearsal.availability import failed_requests
from scripts.rehearsal.model_delivery import ModelDelivery
from scripts.rehearsal.project import FINISHED, ProjectState, RehearsedProject
from scripts.rehearsal.roles import ModelVersion, People
from scripts.rehearsal.training_run import TrainingRun
from tests.rehearsals.failures.inbox import Inbox
from tests.rehearsals.failures.repository import Edits, Repository

SECONDS = 240.0
REQUEST = LaunchRequest("build-train-deploy", "failures", None, {"Traffic": "canary"})


class Failure(NamedTuple):
    """`reason` is the pipeline's, `message` the topic's, `log` the end of the failed build's log."""

    reason: str
    message: str
    log: str


class FirstDelivery(NamedTuple):
    """How the first delivery failed, and the version that the second one deployed to production."""

    failure: Failure
    version: ModelVersion


class FailingProject:
    """Launched; its first training runs."""

    def __init__(self, people: People, folder: Path) -> None:
        self.people = people
        self.rehearsed = RehearsedProject(people)
        self.training = TrainingRun(self.rehearsed, folder)
        self.delivery = ModelDelivery(self.rehearsed, self.rehearsed)
        self.rehearsed.launch(REQUEST)
        self.inbox = Inbox(people)
        self.training_repository, self.deploy_repository = (
            Repository(people.scientist.clone(self.output(f"{part}RepositoryUrl"), folder / part))
            for part in ("Build", "Deploy")
        )

    @property
    def state(self) -> ProjectState:
        return self.rehearsed.state

    def output(self, name: str) -> str:
        return self.rehearsed.output(name)

    def push(self, message: str, edits: Edits) -> None:
        """A commit to the training repository, which the next steps of `training` follow."""
        self.state.commit = self.training_repository.push(message, edits)

    def push_deployment(self, message: str, edits: Edits) -> None:
        """A commit to the deploy repository, whose execution the next steps of `delivery` follow."""
        commit = self.deploy_repository.push(message, edits)
        self.state.execution = self.rehearsed.execution_for_commit(self.delivery.pipeline, commit)

    def register(self) -> ModelVersion:
        """Build, train and register the last push."""
        self.training.build()
        self.training.train()
        self.training.register()
        return self.state.versions[-1]

    def build_failure(self) -> Failure:
        """How the build of the last push failed."""
        pipeline = self.output("BuildPipelineName")
        return self.failure(pipeline, self.rehearsed.execution_for_commit(pipeline, self.state.commit))

    def delivery_failure(self) -> Failure:
        """How the last execution of the deploy pipeline failed."""
        return self.failure(self.delivery.pipeline, self.state.execution)

    def failure(self, pipeline: str, execution: str) -> Failure:
        """Wait for the end of an execution that must fail, and for the message with the same reason."""
        found = self.rehearsed.finished(pipeline, execution, seconds=SECONDS)
        assert found.status == "Failed", found
        reason = found.reason.partition(": ")[2]
        lines = self.people.development.last_lines(found.log) if found.log else ()
        return Failure(found.reason, self.inbox.take(pipeline, reason), "\n".join(lines))

    def error_in_state(self, pipeline: str, stage: str) -> str:
        """The error message that GetPipelineState has for the failed action of the stage."""
        state = self.people.approver.codepipeline.get_pipeline_state(name=pipeline)
        actions = next(item["actionStates"] for item in state["stageStates"] if item["stageName"] == stage)
        runs = [action.get("latestExecution", {}) for action in actions]
        return next(run["errorDetails"]["message"] for run in runs if "errorDetails" in run)

    def wait_for_rollback(self, stage: str) -> None:
        """Wait until the stage is again as it was before the failed delivery."""
        pipeline, failed = self.delivery.pipeline, self.state.execution
        client = self.people.approver.codepipeline

        def finished() -> str | None:
            listed = client.list_pipeline_executions(pipelineName=pipeline)["pipelineExecutionSummaries"]
            found = next((item for item in listed if item["trigger"].get("triggerDetail") == failed), None)
            return found["status"] if found and found["status"] in FINISHED else None

        assert self.rehearsed.wait_for(f"the rollback of {stage}", finished, SECONDS) == "Succeeded"

    def answer_of(self, version: ModelVersion) -> str:
        """What production answers to the probe with that version."""
        request = json.loads(self.people.development.read(version.sample_requests))["requests"][0]
        return "".join(f"{value}\n" for value in request["predictions"])

    def requests(self) -> list[Any]:
        """The results of every request so far."""
        assert self.state.probe
        return self.state.probe.results

    @contextmanager
    def production_answers(self, *versions: ModelVersion) -> Iterator[None]:
        """Meanwhile every request is answered, and by one of these versions."""
        self.inbox.empty()
        before, expected = len(self.requests()), {self.answer_of(version) for version in versions}
        yield
        self.rehearsed.wait_for("a request", lambda: len(self.requests()) > before or None, SECONDS)
        results = tuple(self.requests()[before:])
        assert failed_requests(results) == ()
        assert {result.answer for result in results} <= expected
