"""An AWS in memory for the people of a rehearsal: a push is built, trained and deployed at the next read."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from scripts.errors import UnfinishedError
from scripts.launch import LaunchedProject, LaunchRequest
from scripts.rehearsal.roles import (
    BatchRun,
    Execution,
    Grants,
    Log,
    ModelVersion,
    PipelineStep,
    SampleRequest,
    Training,
)

SETTINGS = "learning_rate = 0.03\nmax_depth = 4\n"
BEHIND = (
    "Refuse: Not good enough: 13.0 percent worse than version {} in production and reliably 10.0: allowed 2.0 - auc"
)
OUTPUTS = {
    "train": (
        *("DataUri", "BuildRepositoryUrl", "BuildPipelineName", "TrainingPipelineName", "ModelPackageGroupName"),
        "ExecutionRoleArn",
    ),
    "deploy": ("DeployRepositoryUrl", "DeployPipelineName", "ProductionEndpoint"),
}
SHARED = ("TopicArn", "Bucket", "ApproverRoleArn")
KEY = {"KeyArn": "arn:aws:kms:us-east-1:222222222222:key/1"}
REPORT = "s3://bucket/executions/1/evaluation/report.html"
LAUNCH_ROLE = "arn:aws:iam::222222222222:role/mlops-catalog-launch"
SAMPLES = {"requests": [{"body": "1,2", "content_type": "text/csv", "accept": "text/csv"}]}
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
    """One project and everything that its people can read of it."""

    def __init__(self) -> None:
        self.last_commit = ""
        self.commits: dict[str, str] = {}
        self.registered: list[ModelVersion] = []
        self.deliveries: list[tuple[str, str]] = []
        self.approved_executions: set[str] = set()
        self.deleted: list[str] = []
        self.grants_read: list[tuple[str, ...]] = []
        self.launched: list[LaunchRequest] = []
        self.requests_fail = self.gate_open = self.author_can_approve = False
        self.trains_again = self.records_no_data = self.knows_no_production = False
        self.requests = 0
        self.build_error = ""
        self.files = {"DataUri/a.csv": b"x,y\n1,2\n3,4\n"}
        self.messages: list[str] = []
        self.consent, self.retried = "", set[str]()
        self.without_consent = "its owner adds p-000000000002 to the parameter ModelsDeployedBy"
        self.report_in_message, self.inbox_open = REPORT, False
        self.builds: list[str] = []
        self.runs: list[BatchRun] = []
        self.deployed_number: Callable[[ModelVersion], int] = lambda version: version.number

    number = "222222222222"

    @property
    def folder(self) -> Path:
        return Path(self._folder)

    def create_project(self, request: LaunchRequest) -> LaunchedProject:
        self.launched.append(request)
        if request.product == "deploy":
            approved = [version.arn for version in self.registered if version.status == "Approved"]
            self.deliveries = [("deploy-first", arn) for arn in approved[:1]]
        names = {name for half, owned in OUTPUTS.items() if half in request.product for name in owned} | {*SHARED}
        return LaunchedProject(
            request.name, f"p-{len(self.launched):012}", self.number, {name: name for name in names} | KEY
        )

    def clone(self, address: str, folder: Path) -> "World":
        folder.mkdir(parents=True)
        (folder / "README.md").write_text("# Weather\n")
        (folder / "project.toml").write_text(SETTINGS)
        self._folder = folder
        return self

    def head(self) -> str:
        """The seed's commit, until something is pushed."""
        return self.last_commit or self.commit({"project.toml": SETTINGS}, "Seed")

    def commit(self, files: Mapping[str, str], message: str) -> str:
        self.last_commit = f"commit-{len(self.commits)}"
        self.commits[self.last_commit] = "".join(files.values())
        self.builds.insert(0, f"build-{self.last_commit}")
        return self.last_commit

    def execution_for_commit(self, pipeline: str, commit: str) -> str | None:
        return f"build-{commit}"

    @property
    def data(self) -> str:
        return "the same for all" if self.records_no_data else b"".join(self.files.values()).hex()

    def trained_before(self) -> ModelVersion | None:
        same = (known for known in self.registered if (known.commit, known.data) == (self.last_commit, self.data))
        return None if self.trains_again else next(same, None)

    def update_project(self, name: str, parameters: Mapping[str, str]) -> None:
        self.consent = parameters["ModelsDeployedBy"]

    def retry_stage(self, pipeline: str, execution: str, stage: str) -> None:
        assert stage == "Prepare"
        self.retried.add(execution)

    def start_execution(self, pipeline: str) -> str:
        self.builds.insert(0, f"build-{len(self.builds)}-started")
        return self.builds[0]

    def alarm_state(self, alarm: str) -> str:
        return ""

    def build_outcome(self, log: Log) -> str:
        if log.group.endswith("prepare"):
            return self.without_consent
        found = self.trained_before()
        why = "was rejected" if found and found.status == "Rejected" else "there is nothing new to learn"
        return f"not started: version {found.number}, {why}" if found else f"started arn for the data {self.data}"

    def training_for_commit(self, pipeline: str, commit: str) -> Training | None:
        behind = "max_depth = 5" in self.commits[commit]
        good = not (behind or "0.000001" in self.commits[commit]) or self.gate_open
        if good and self.trained_before() is None:
            number = len(self.registered) + 1
            arn, samples = f"arn:model-package/{number}", "s3://bucket/samples.json"
            version = ModelVersion(
                arn, number, "PendingManualApproval", commit, report=REPORT, sample_requests=samples, data=self.data
            )
            self.registered.insert(0, version)
            waits = f"Version {number} of the models of project ModelPackageGroupName waits for approval. {arn}"
            self.messages.append(f"{waits} {self.report_in_message}")
        steps = (PipelineStep("Train", "TrainingJob", "Succeeded", 2.5),)
        status, reason = (
            ("Succeeded", "") if good else ("Failed", "Refuse: Not good enough: 0.0 percent better than a line")
        )
        if behind and not good and not self.knows_no_production:
            reason = BEHIND.format(self.newest_approved.number)
        self.messages.append(f'Step NotGoodEnough of a training failed. {{"failureReason": "{reason}"}}')
        return Training(f"arn:{commit}:{self.data}", status, steps, DEFINITION, reason)

    def batch_runs(self, pipeline: str) -> tuple[BatchRun, ...]:
        return tuple(self.runs)

    def refusal_to_approve(self, version: str) -> str:
        return "" if self.author_can_approve else "AccessDeniedException"

    def delete_project(self, name: str) -> None:
        self.deleted.append(name)

    def versions(self, group: str) -> tuple[ModelVersion, ...]:
        return tuple(self.registered)

    def decide(self, version: str, status: str, comment: str) -> None:
        self.registered = [
            replace(known, status=status) if known.arn == version else known for known in self.registered
        ]
        if self.launched[-1].product != "build-train":
            self.deliveries.insert(0, (f"deploy-{len(self.deliveries)}", version))

    def executions(self, pipeline: str) -> tuple[str, ...]:
        return tuple(self.builds) if "Build" in pipeline else tuple(execution for execution, _ in self.deliveries)

    def model_of(self, pipeline: str, execution: str) -> str:
        return dict(self.deliveries)[execution]

    def execution(self, pipeline: str, execution: str) -> Execution:
        if execution.startswith("build"):
            status = "Failed" if self.build_error else "Succeeded"
            return Execution(execution, status, {"Build": status}, self.build_error, Log("/aws/codebuild/project", "1"))
        if execution == "deploy-first" and not (self.consent and self.retried):
            return Execution(execution, "Failed", {"Prepare": "Failed"}, "", Log("/aws/codebuild/prepare", "1"))
        if execution not in self.approved_executions:
            self.messages.append(f"version {self.newest_approved.number} to production {pipeline}")
            return Execution(execution, "InProgress", {"Staging": "Succeeded", "Approve": "InProgress"})
        return Execution(execution, "Succeeded", {"Staging": "Succeeded", "Production": "Succeeded"})

    @property
    def newest_approved(self) -> ModelVersion:
        return next(version for version in self.registered if version.status == "Approved")

    def approve_production(self, pipeline: str, execution: str, comment: str) -> bool:
        self.approved_executions.add(execution)
        self.messages.append(f"Production of pipeline {pipeline} changed. {execution}")
        return True

    def invoke(self, endpoint: str, request: SampleRequest) -> str:
        self.requests += 1
        if self.requests_fail and self.requests > 1:
            raise UnfinishedError("the endpoint does not answer", hint="wait")
        return "7.5\n"

    def stack_parameters(self, stack: str) -> Mapping[str, str]:
        return {"ModelVersion": str(self.deployed_number(self.newest_approved))}

    def delete_stack(self, stack: str) -> bool:
        self.deleted.append(stack)
        return True

    def read(self, address: str) -> bytes:
        if address in self.files:
            return self.files[address]
        return b"<!doctype html><html>" if address == REPORT else json.dumps(SAMPLES).encode()

    def write(self, address: str, content: bytes) -> None:
        self.files[address] = content
        if self.launched[-1].parameters.get("TrainOnNewData") == "yes":
            self.builds.insert(0, f"build-{len(self.builds)}-of-new-data")

    def files_below(self, address: str) -> tuple[str, ...]:
        return tuple(self.files)

    def open(self, topic: str) -> None:
        self.inbox_open = True

    def take(self, *words: str) -> str | None:
        found = next((text for text in self.messages if all(word in text for word in words)), None)
        if found:
            self.messages.remove(found)
        return found

    def close(self) -> None:
        self.inbox_open = False

    def last_lines(self, log: Log) -> tuple[str, ...]:
        return ("E   assert 1 == 2",)

    def events(self, since: datetime) -> Iterable[Mapping[str, Any]]:
        """Only the calls that delete."""
        identity = {"type": "AssumedRole", "sessionContext": {"sessionIssuer": {"type": "Role", "arn": LAUNCH_ROLE}}}
        event = {"eventSource": "cloudformation.amazonaws.com", "eventName": "DeleteStack", "userIdentity": identity}
        return [event] * len(self.deleted)

    def grants(self, *names: str) -> Grants:
        """Roles are deleted with their project."""
        self.grants_read.append(names)
        actions = ["cloudformation:CreateStack", "cloudformation:DeleteStack"]
        return {} if self.deleted else {LAUNCH_ROLE: ({"Effect": "Allow", "Action": actions},)}
