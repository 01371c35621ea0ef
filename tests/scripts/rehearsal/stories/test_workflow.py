"""The story of a product whose state machines train and deploy, with people in memory."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.launch import LaunchedProject, LaunchRequest
from scripts.rehearsal.rehearse import launch_requests, rehearse
from scripts.rehearsal.roles import Execution, Log, ModelVersion, People, WorkflowRun
from scripts.rehearsal.steps import StepResult, perform
from scripts.rehearsal.stories import story_of
from scripts.rehearsal.story import Rehearsal
from tests.scripts.rehearsal.world import KEY, REPORT, World

Perform = Callable[[], list[StepResult]]
PRODUCT = "step-functions-workflow"
OUTPUTS = (
    *("DataUri", "BuildRepositoryUrl", "BuildPipelineName", "ModelPackageGroupName", "EndpointName", "TopicArn"),
    *("Bucket", "ApproverRoleArn", "WorkflowArn"),
)
TABLE = b"Item_MRP,Item_Outlet_Sales\n1,2\n3,4\n"


class Workflows(World):
    """Builds start or continue an execution, which goes on whenever somebody looks at it.

    The first one uploads a table, which starts a second one of the same commit.
    """

    def __init__(self) -> None:
        super().__init__()
        self.files = {"DataUri/generated.csv": TABLE}
        self.execution_number, self.redrives, self.outcomes = 0, 0, dict[str, str]()
        self.starts_anew = self.says_nothing = self.waits_for_nobody = self.learns_from_anything = False

    def create_project(self, request: LaunchRequest) -> LaunchedProject:
        self.launched.append(request)
        return LaunchedProject(request.name, "p-000000000001", self.number, {name: name for name in OUTPUTS} | KEY)

    @property
    def complete(self) -> bool:
        return self.learns_from_anything or b"Item_MRP" in self.files["DataUri/generated.csv"]

    @property
    def arn(self) -> str:
        return f"arn:execution:{self.execution_number}"

    def execution_for_commit(self, pipeline: str, commit: str) -> str:
        return self.builds[0]

    def execution(self, pipeline: str, execution: str) -> Execution:
        if not self.outcomes:
            self.builds.insert(0, "build-of-its-table")
            self.outcomes["build-of-its-table"] = f"not started: {self.arn} is running"
        if execution not in self.outcomes:
            self.outcomes[execution] = self.build()
        return Execution(execution, "Succeeded", {"Build": "Succeeded"}, "", Log("/aws/codebuild/build", execution))

    def build(self) -> str:
        if self.execution_number == 2 and not self.starts_anew:
            self.redrives = 1
            self.register()
            return f"continued {self.arn}: other data, and it failed while it trained"
        self.execution_number, self.redrives = self.execution_number + 1, 0
        if self.complete:
            self.register()
        return f"started {self.arn}"

    def build_outcome(self, log: Log) -> str:
        return self.outcomes[log.stream]

    def register(self) -> None:
        number = len(self.registered) + 1
        arn = f"arn:model-package/{number}"
        self.registered.insert(0, ModelVersion(arn, number, "PendingManualApproval", "c", "", REPORT, "s3://b/s.json"))
        self.messages.append(f"Version {number} of the models of project ModelPackageGroupName waits. {arn} {REPORT}")

    def decide(self, version: str, status: str, comment: str) -> None:
        super().decide(version, status, comment)
        self.messages.append(f"Endpoint EndpointName of project demo answers. {version}")

    def workflow_run(self, execution: str) -> WorkflowRun:
        if not self.complete:
            if not self.says_nothing:
                self.messages.append("State Preprocess of the train machine failed. DataRefused `item_mrp` is missing")
                self.messages.append(f"The workflow of project demo ended as FAILED. {execution}")
            return WorkflowRun(execution, "FAILED", ("Train",), 0, "States.TaskFailed")
        waits = not self.waits_for_nobody and self.registered[0].status == "PendingManualApproval"
        states = ("Train", "Save the model") if waits else ("Train", "Save the model", "Deploy the endpoint")
        return WorkflowRun(execution, "RUNNING" if waits else "SUCCEEDED", states, self.redrives)

    def remove_endpoint(self, endpoint: str) -> int:
        self.deleted.append(endpoint)
        return 3


@pytest.fixture
def world() -> World:
    return Workflows()


@pytest.fixture
def to_launch() -> LaunchRequest:
    (request,) = launch_requests((PRODUCT,), ())
    return request


@pytest.fixture
def perform_steps(people: People, to_launch: LaunchRequest, progress: Any, tmp_path: Path) -> Perform:
    def run() -> list[StepResult]:
        steps = story_of(PRODUCT).steps(Rehearsal(to_launch, people, tmp_path))
        return list(perform(steps, progress, people.judge))

    return run


def test_a_model_is_deployed_and_a_failure_is_repaired_and_continued(perform_steps: Perform, world: Any) -> None:
    results = perform_steps()
    assert [result.outcome for result in results if result.failure] == []
    outcomes = {result.title: result.outcome for result in results}
    assert outcomes["the state tells why it failed"] == "`item_mrp` is missing"
    assert outcomes["continue from the failed state"].startswith("continued arn:execution:2: ")
    assert [version.status for version in world.registered] == ["Approved", "Approved"]
    assert world.files["DataUri/generated.csv"] == TABLE.rpartition(b"3,4\n")[0]


@pytest.mark.parametrize(
    ("defect", "title", "words"),
    [
        ("starts_anew", "continue from the failed state", "the build did not say `continued`"),
        ("says_nothing", "the state tells why it failed", "a message with `State Preprocess"),
        ("waits_for_nobody", "register", "the workflow is SUCCEEDED"),
        ("learns_from_anything", "the state tells why it failed", "did not appear"),
        ("author_can_approve", "the author cannot approve", "the author approved"),
    ],
)
def test_what_goes_wrong_fails_the_rehearsal(
    perform_steps: Perform, world: Any, defect: str, title: str, words: str
) -> None:
    setattr(world, defect, True)
    *_, last = perform_steps()
    assert last.title == title
    assert words in last.outcome


def test_the_endpoint_goes_before_the_project(
    people: People, to_launch: LaunchRequest, world: Any, progress: Any
) -> None:
    result = rehearse(to_launch, people, progress, keep=False)
    assert result.failure is None, result.results[-1].outcome
    assert world.deleted == ["EndpointName", to_launch.name]
    assert result.results[-1].outcome == "deleted with its endpoints in development"
