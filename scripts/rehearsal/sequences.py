"""Sequences of steps that several stories have."""

from collections.abc import Iterable, Iterator

from scripts.rehearsal.edits import BEHIND, WORSE, CodeEdit
from scripts.rehearsal.model_delivery import ModelDelivery
from scripts.rehearsal.reviews import Reviews
from scripts.rehearsal.steps import Step
from scripts.rehearsal.training_run import TrainingRun


def clone_and_train(training: TrainingRun) -> Iterator[Step]:
    """The first model: that of the example, which needs no push."""
    yield Step("clone", training.clone)
    yield Step("build", training.build)
    yield from train_and_register(training)


def push_and_train(training: TrainingRun, edit: CodeEdit) -> Iterator[Step]:
    yield Step("push", lambda: training.push(edit))
    yield Step("build", training.build)
    yield from train_and_register(training)


def train_and_register(training: TrainingRun) -> Iterator[Step]:
    yield Step("train", training.train)
    yield Step("register", training.register)


def push_worse(training: TrainingRun) -> Iterator[Step]:
    """A model that the gate refuses."""
    yield Step("push a worse model", lambda: training.push(WORSE))
    yield Step("build", training.build)
    yield Step("stopped at the gate", training.stop_at_gate)


def push_behind(training: TrainingRun) -> Iterator[Step]:
    """A model that is better than the baselines, and worse than the one in production."""
    yield Step("push a model behind production", lambda: training.push(BEHIND))
    yield Step("build", training.build)
    yield Step("stopped for what production runs", training.stop_behind_production)
    yield Step("the team reads why", training.read_refusal)


def review(training: TrainingRun) -> Iterator[Step]:
    """By the author, and by the person who decides."""
    reviews = Reviews(training.project)
    yield Step("the scientist reads the report", reviews.read_report)
    yield Step("the author cannot approve", training.deny_author)
    yield Step("the approver is notified", reviews.notify_approver)
    yield Step("the approver opens the report", reviews.open_report)


def deliver(delivery: ModelDelivery) -> Iterator[Step]:
    """Staging, approval, production."""
    yield Step("staging", delivery.deploy_staging)
    yield Step("the approver reads the change", delivery.read_change)
    yield Step("approve production", delivery.approve_production)
    yield Step("production", delivery.deploy_production)
    yield Step("the team is notified", delivery.notify_team)


def approve_and_reject(delivery: ModelDelivery, between: Iterable[Step] = ()) -> Iterator[Step]:
    """A second version is deployed, then the first one again; production answers all the time.

    `between` are steps while the second version is in production.
    """
    yield Step("approve", delivery.approve)
    yield from deliver(delivery)
    yield from between
    yield Step("reject", delivery.reject)
    yield from deliver(delivery)
    yield Step("production availability", delivery.stop_probe)
