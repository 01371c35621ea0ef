"""A project that lives through failures: people, repositories, topic, and production that is asked all the time."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from scripts.launch import LaunchRequest
from scripts.rehearsal.model_delivery import Promotion
from scripts.rehearsal.roles import Cast, ModelVersion, Question
from scripts.rehearsal.traffic import failures
from scripts.rehearsal.training_run import ENDED, Play
from scripts.rehearsal.waiting import wait_for
from tests.rehearsals.failures.inbox import Inbox
from tests.rehearsals.failures.repository import Edits, Repository

SECONDS = 240.0
ORDER = LaunchRequest("build-train-deploy", "failures", None, {"Traffic": "canary"})


class Failure(NamedTuple):
    """`reason` as the pipeline has it, `message` as the topic got it, `log` the end of the log of a build."""

    reason: str
    message: str
    log: str


class First(NamedTuple):
    """How the first delivery failed, and the version that the second one took to production."""

    failure: Failure
    version: ModelVersion


class Living:
    """Launched; its first training runs."""

    def __init__(self, cast: Cast, folder: Path) -> None:
        self.cast = cast
        self.play = Play(cast, folder)
        self.promotion = Promotion(self.play)
        self.play.launch(ORDER)
        self.inbox = Inbox(cast.inbox)
        self.training, self.deploying = (
            Repository(cast.scientist.clone(self.play.output(f"{half}RepositoryUrl"), folder / half))
            for half in ("Build", "Deploy")
        )

    def push(self, message: str, edits: Edits) -> None:
        """A commit to the training repository; the stages of `play` are about it from now on."""
        self.play.notes.commit = self.training.push(message, edits)

    def push_deployment(self, message: str, edits: Edits) -> str:
        """A commit to the deploying repository, and the execution that it starts, which `promotion` is about now."""
        started = self.play.started(self.promotion.pipeline, self.deploying.push(message, edits))
        self.play.notes.delivery = started
        return started

    def register(self) -> ModelVersion:
        """Wait for what the last push comes to when it is good."""
        self.play.build()
        self.play.train()
        self.play.register()
        return self.play.notes.versions[-1]

    def built(self) -> Failure:
        """How the build of the last push failed."""
        pipeline = self.play.output("BuildPipelineName")
        return self.failure(pipeline, self.play.started(pipeline, self.play.notes.commit))

    def delivered(self) -> Failure:
        """How the delivery that `promotion` is about failed."""
        return self.failure(self.promotion.pipeline, self.play.notes.delivery)

    def failure(self, pipeline: str, execution: str) -> Failure:
        """Wait for the end of an execution that has to fail, and for the message that says the same reason."""
        delivery = self.play.ended(pipeline, execution, seconds=SECONDS)
        assert delivery.status == "Failed", delivery
        reason = delivery.reason.partition(": ")[2]
        lines = self.cast.development.last_lines(delivery.log) if delivery.log else ()
        return Failure(delivery.reason, self.inbox.take(pipeline, reason), "\n".join(lines))

    def shown(self, pipeline: str, stage: str) -> str:
        """What GetPipelineState says of the action that failed in the stage."""
        state = self.cast.approver.codepipeline.get_pipeline_state(name=pipeline)
        actions = next(each["actionStates"] for each in state["stageStates"] if each["stageName"] == stage)
        runs = [each.get("latestExecution", {}) for each in actions]
        return next(run["errorDetails"]["message"] for run in runs if "errorDetails" in run)

    def rolled_back(self, stage: str) -> None:
        """Wait until the stage is again as it was before the delivery that failed."""
        pipeline, failed = self.promotion.pipeline, self.play.notes.delivery
        client = self.cast.approver.codepipeline

        def ended() -> str | None:
            listed = client.list_pipeline_executions(pipelineName=pipeline)["pipelineExecutionSummaries"]
            found = next((each for each in listed if each["trigger"].get("triggerDetail") == failed), None)
            return found["status"] if found and found["status"] in ENDED else None

        assert wait_for(f"the way back of {stage}", ended, SECONDS) == "Succeeded"

    def golden(self, version: ModelVersion) -> dict[str, Any]:
        """The first request that was registered with the version."""
        return json.loads(self.cast.development.read(version.golden))["requests"][0]

    def answer_of(self, version: ModelVersion) -> str:
        """What production answers to the poller with that version."""
        return "".join(f"{value}\n" for value in self.golden(version)["predictions"])

    def ask_production(self, version: ModelVersion) -> None:
        """From now on, all the time."""
        request = self.golden(version)
        self.promotion.answer(Question(request["body"], request["content_type"], request["accept"]))

    def asked(self) -> list[Any]:
        """Every request so far."""
        assert self.promotion.traffic
        return self.promotion.traffic.asked

    @contextmanager
    def production_answers(self, *versions: ModelVersion) -> Iterator[None]:
        """Meanwhile every request is answered, and by one of these versions."""
        self.inbox.forget()
        begun, expected = len(self.asked()), {self.answer_of(version) for version in versions}
        yield
        wait_for("a request", lambda: len(self.asked()) > begun or None, SECONDS)
        asked = tuple(self.asked()[begun:])
        assert failures(asked) == ()
        assert {each.answer for each in asked} <= expected
