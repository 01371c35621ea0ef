"""People of a rehearsal whose AWS is in memory: a push is built, trained and deployed as soon as somebody looks."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from scripts.errors import UnfinishedError
from scripts.launch import LaunchedProject, LaunchRequest
from scripts.rehearsal.model_delivery import Promotion
from scripts.rehearsal.roles import Cast, Delivery, Grants, Log, ModelVersion, Question, Step, Training
from scripts.rehearsal.script import stages
from scripts.rehearsal.stages import Passed, perform
from scripts.rehearsal.training_run import Play

WIRING = 'ParameterFloat(name="LearningRate", default_value=0.03),\n'
OUTPUTS = {
    "train": ("DataUri", "BuildRepositoryUrl", "BuildPipelineName", "TrainingPipelineName", "ModelPackageGroupName"),
    "deploy": ("DeployPipelineName", "ProductionEndpoint"),
}
REPORT = "s3://bucket/executions/1/evaluation/report.html"
DELETES = "arn:aws:iam::222222222222:role/mlops-catalog-launch"
GOLDEN = {"requests": [{"body": "1,2", "content_type": "text/csv", "accept": "text/csv"}]}
DEFINITION: dict[str, Any] = {
    "Steps": [
        {"Name": "Train", "Type": "Training", "Arguments": {}},
        {
            "Name": "Gate",
            "Type": "Condition",
            "Arguments": {
                "Conditions": [{"Left": {"Get": "Steps.Train.Metric"}}],
                "IfSteps": [{"Name": "Register", "Type": "RegisterModel", "Arguments": {"From": "Steps.Train.Model"}}],
                "ElseSteps": [{"Name": "Refuse", "Type": "Fail", "Arguments": {}}],
            },
        },
    ]
}


class World:
    """One project and everything that its people see of it."""

    def __init__(self) -> None:
        self.head = ""
        self.commits: dict[str, str] = {}
        self.registered: list[ModelVersion] = []
        self.started: list[tuple[str, str]] = []
        self.released: set[str] = set()
        self.deleted: list[str] = []
        self.asked_for: list[tuple[str, ...]] = []
        self.launched: list[LaunchRequest] = []
        self.requests_fail = self.gate_open = self.author_may_approve = self.learns_again = self.forgets_data = False
        self.asked = 0
        self.build_fails = ""
        self.files = {"DataUri/a.csv": b"x,y\n1,2\n3,4\n"}
        self.messages: list[str] = []
        self.told_report, self.hears = REPORT, False
        self.built: list[str] = []
        self.deploys: Callable[[ModelVersion], int] = lambda version: version.number

    number = "222222222222"

    @property
    def folder(self) -> Path:
        return Path(self._folder)

    def launch(self, order: LaunchRequest, tick: Callable[[str], None]) -> LaunchedProject:
        self.launched.append(order)
        if order.product == "deploy":
            self.started = [("deploy-first", next(each.arn for each in self.registered if each.status == "Approved"))]
        names = {name for half, owned in OUTPUTS.items() if half in order.product for name in owned} | {"TopicArn"}
        return LaunchedProject(order.name, f"p-{len(self.launched)}", self.number, {name: name for name in names})

    def clone(self, address: str, folder: Path) -> "World":
        folder.mkdir(parents=True)
        (folder / "README.md").write_text("# Weather\n")
        (folder / "pipeline.py").write_text(WIRING)
        self._folder = folder
        return self

    def push(self, changes: Mapping[str, str], message: str) -> str:
        self.head = f"commit-{len(self.commits)}"
        self.commits[self.head] = "".join(changes.values())
        self.built.insert(0, f"build-{self.head}")
        return self.head

    def delivery_of_commit(self, pipeline: str, commit: str) -> str | None:
        return f"build-{commit}"

    @property
    def data(self) -> str:
        return "the same for all" if self.forgets_data else b"".join(self.files.values()).hex()

    def learnt(self) -> ModelVersion | None:
        same = (each for each in self.registered if (each.commit, each.data) == (self.head, self.data))
        return None if self.learns_again else next(same, None)

    def build_outcome(self, log: Log) -> str:
        found = self.learnt()
        why = "was rejected" if found and found.status == "Rejected" else "there is nothing new to learn"
        return f"not started: version {found.number}, {why}" if found else f"started arn for the data {self.data}"

    def training_of(self, pipeline: str, commit: str) -> Training | None:
        good = "0.000001" not in self.commits[commit] or self.gate_open
        if good and self.learnt() is None:
            number = len(self.registered) + 1
            arn, golden = f"arn:model-package/{number}", "s3://bucket/expected_answers.json"
            made = ModelVersion(
                arn, number, "PendingManualApproval", commit, report=REPORT, golden=golden, data=self.data
            )
            self.registered.insert(0, made)
            waits = f"Version {number} of the models of project ModelPackageGroupName waits for approval. {arn}"
            self.messages.append(f"{waits} {self.told_report}")
        steps = (Step("Train", "TrainingJob", "Succeeded", 2.5),)
        status, reason = ("Succeeded", "") if good else ("Failed", "Refuse: not better")
        return Training(f"arn:{commit}:{self.data}", status, steps, DEFINITION, reason)

    def refusal_to_approve(self, version: str) -> str:
        return "" if self.author_may_approve else "AccessDeniedException"

    def delete(self, name: str) -> None:
        self.deleted.append(name)

    def versions(self, group: str) -> tuple[ModelVersion, ...]:
        return tuple(self.registered)

    def decide(self, version: str, status: str, comment: str) -> None:
        self.registered = [replace(each, status=status) if each.arn == version else each for each in self.registered]
        if self.launched[-1].product != "build-train":
            self.started.insert(0, (f"deploy-{len(self.started)}", version))

    def deliveries(self, pipeline: str) -> tuple[str, ...]:
        return tuple(self.built) if "Build" in pipeline else tuple(execution for execution, _ in self.started)

    def model_of(self, pipeline: str, execution: str) -> str:
        return dict(self.started)[execution]

    def delivery(self, pipeline: str, execution: str) -> Delivery:
        if execution.startswith("build"):
            status = "Failed" if self.build_fails else "Succeeded"
            return Delivery(execution, status, {"Build": status}, self.build_fails, Log("/aws/codebuild/project", "1"))
        if execution not in self.released:
            return Delivery(execution, "InProgress", {"Staging": "Succeeded", "Approve": "InProgress"})
        return Delivery(execution, "Succeeded", {"Staging": "Succeeded", "Production": "Succeeded"})

    def release(self, pipeline: str, execution: str, comment: str) -> bool:
        self.released.add(execution)
        self.messages.append(f"Production of pipeline {pipeline} changed. {execution}")
        return True

    def ask(self, endpoint: str, question: Question) -> str:
        self.asked += 1
        if self.requests_fail and self.asked > 1:
            raise UnfinishedError("the endpoint does not answer", hint="wait")
        return "7.5\n"

    def deployed(self, stack: str) -> Mapping[str, str]:
        newest = next(version for version in self.registered if version.status == "Approved")
        return {"ModelVersion": str(self.deploys(newest))}

    def remove(self, stack: str) -> bool:
        self.deleted.append(stack)
        return True

    def read(self, address: str) -> bytes:
        if address in self.files:
            return self.files[address]
        return b"<!doctype html><html>" if address == REPORT else json.dumps(GOLDEN).encode()

    def write(self, address: str, content: bytes) -> None:
        self.files[address] = content
        if self.launched[-1].parameters.get("TrainOnNewData") == "yes":
            self.built.insert(0, f"build-{len(self.built)}-of-new-data")

    def files_below(self, address: str) -> tuple[str, ...]:
        return tuple(self.files)

    def open(self, topic: str) -> None:
        self.hears = True

    def take(self, *words: str) -> str | None:
        found = next((text for text in self.messages if all(word in text for word in words)), None)
        if found:
            self.messages.remove(found)
        return found

    def close(self) -> None:
        self.hears = False

    def last_lines(self, log: Log) -> tuple[str, ...]:
        return ("E   assert 1 == 2",)

    def calls(self, since: datetime) -> Iterable[Mapping[str, Any]]:
        """Nobody is told of any call but those that delete."""
        identity = {"type": "AssumedRole", "sessionContext": {"sessionIssuer": {"type": "Role", "arn": DELETES}}}
        event = {"eventSource": "cloudformation.amazonaws.com", "eventName": "DeleteStack", "userIdentity": identity}
        return [event] * len(self.deleted)

    def grants(self, *names: str) -> Grants:
        """Roles go with their project."""
        self.asked_for.append(names)
        actions = ["cloudformation:CreateStack", "cloudformation:DeleteStack"]
        return {} if self.deleted else {DELETES: ({"Effect": "Allow", "Action": actions},)}


class Silence:
    """A watch that nobody looks at."""

    def starts(self, title: str) -> None: ...
    def ends(self, passed: Passed) -> None: ...


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def people(world: World) -> Cast:
    return Cast(world, world, world, world, world, world)


@pytest.fixture
def order() -> LaunchRequest:
    return LaunchRequest("build-train-deploy", "demo", None, {})


@pytest.fixture
def watch() -> Silence:
    return Silence()


@pytest.fixture
def rehearsed(people: Cast, order: LaunchRequest, watch: Silence, tmp_path: Path) -> Callable[[], list[Passed]]:
    """Performs every stage, but for the deletion."""

    def run() -> list[Passed]:
        play = Play(people, tmp_path)
        promotion = Promotion(play)
        passed = list(perform(stages(order, play, promotion), watch))
        if promotion.traffic:
            promotion.traffic.stop()
        return passed

    return run
