"""A product whose state machines train and deploy: to an endpoint, and from a failure back to one."""

from collections.abc import Iterator

from scripts.rehearsal.steps import Step
from scripts.rehearsal.story import Rehearsal, Story
from scripts.rehearsal.workflow_run import WorkflowSteps


def _steps(rehearsal: Rehearsal) -> Iterator[Step]:
    project = rehearsal.add_project()
    workflow = WorkflowSteps(project, rehearsal.folder)
    yield Step("launch", lambda: project.launch(rehearsal.request))
    yield Step("clone", workflow.training.clone)
    yield Step("build", workflow.build)
    yield Step("register", workflow.register)
    yield Step("the author cannot approve", workflow.training.deny_author)
    yield Step("the approver is notified", workflow.reviews.notify_approver)
    yield Step("the approver opens the report", workflow.reviews.open_report)
    yield Step("approve", workflow.approve)
    yield Step("deploy", workflow.deploy)
    yield Step("the endpoint answers", workflow.answer)
    yield Step("wait for the running builds", workflow.wait_for_builds)
    yield from _failure_and_repair(workflow)


def _failure_and_repair(workflow: WorkflowSteps) -> Iterator[Step]:
    yield Step("upload data without a column", workflow.spoil_data)
    yield Step("the state tells why it failed", workflow.fail)
    yield Step("upload the repaired data", workflow.repair_data)
    yield Step("continue from the failed state", workflow.resume)
    yield Step("register", workflow.register)
    yield Step("approve", workflow.approve)
    yield Step("deploy", workflow.deploy)
    yield Step("the endpoint answers", workflow.answer)


STORY = Story(products=("step-functions-workflow",), default_parameters=("TrainOnNewData=yes",), steps=_steps)
