"""A product that only trains: on a push, and on new data without a push."""

from collections.abc import Iterator

from scripts.rehearsal.data_versions import DataVersions
from scripts.rehearsal.edits import OTHER
from scripts.rehearsal.sequences import push_and_train, push_worse, review, train_and_register
from scripts.rehearsal.steps import Step
from scripts.rehearsal.story import Rehearsal, Story
from scripts.rehearsal.training_run import TrainingRun


def _steps(rehearsal: Rehearsal) -> Iterator[Step]:
    project = rehearsal.add_project()
    training = TrainingRun(project, rehearsal.folder)
    yield Step("launch", lambda: project.launch(rehearsal.request))
    yield from push_and_train(training, OTHER)
    yield from _new_data(training)
    yield from push_worse(training)


def _new_data(training: TrainingRun) -> Iterator[Step]:
    """What is trained on, and what is not trained on again."""
    data = DataVersions(training.project)
    yield Step("wait for the running builds", data.wait_for_builds)
    yield Step("upload data", data.upload)
    yield Step("build", data.build)
    yield from train_and_register(training)
    yield Step("trained on the new data", data.compare_data)
    yield from review(training)
    yield Step("upload the same data", data.upload_again)
    yield Step("reject", data.reject)
    yield Step("upload the rejected data", data.upload_rejected)


STORY = Story(products=("build-train",), default_parameters=("TrainOnNewData=yes",), steps=_steps)
