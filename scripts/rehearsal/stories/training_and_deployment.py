"""A product that trains models and deploys them."""

from collections.abc import Iterator

from scripts.rehearsal.data_versions import DataVersions
from scripts.rehearsal.edits import BETTER, OTHER
from scripts.rehearsal.model_delivery import ModelDelivery
from scripts.rehearsal.sequences import (
    approve_and_reject,
    clone_and_train,
    deliver,
    push_and_train,
    push_behind,
    push_worse,
    review,
)
from scripts.rehearsal.steps import Step
from scripts.rehearsal.story import Rehearsal, Story
from scripts.rehearsal.training_run import TrainingRun

CENSUS = {"Example": "census"}
"""Where it is known which model is better than another one."""


def _steps(rehearsal: Rehearsal) -> Iterator[Step]:
    project = rehearsal.add_project()
    training, delivery = TrainingRun(project, rehearsal.folder), ModelDelivery(project, project)
    data = DataVersions(project)
    yield Step("launch", lambda: project.launch(rehearsal.request))
    yield from clone_and_train(training)
    yield from review(training)
    yield Step("approve", delivery.approve)
    yield from deliver(delivery)
    yield Step("production answers", delivery.start_probe)
    yield from push_worse(training)
    yield Step("upload data", data.upload)
    on_census = CENSUS.items() <= rehearsal.request.parameters.items()
    yield from push_and_train(training, BETTER if on_census else OTHER)
    yield Step("trained on the new data", data.compare_data)
    yield from approve_and_reject(delivery, push_behind(training) if on_census else ())


STORY = Story(
    products=("build-train-deploy",),
    # Of the two examples, weather spends a third of a rehearsal on starting Spark.
    default_parameters=("Example=census", "Traffic=canary"),
    steps=_steps,
)
