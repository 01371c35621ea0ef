"""A product that monitors: the models are those of a project that trains, and what they are asked is recorded."""

from collections.abc import Iterator
from dataclasses import replace

from scripts.launch import LaunchRequest
from scripts.rehearsal.model_delivery import ModelDelivery
from scripts.rehearsal.monitor_run import MonitorRun
from scripts.rehearsal.project import RehearsedProject
from scripts.rehearsal.sequences import clone_and_train
from scripts.rehearsal.steps import Step
from scripts.rehearsal.story import Rehearsal, Story
from scripts.rehearsal.training_run import TrainingRun

SOURCE, EXAMPLE = "build-train", {"Example": "census"}


def _steps(rehearsal: Rehearsal) -> Iterator[Step]:
    source, monitor = rehearsal.add_project(), rehearsal.add_project()
    training, watching = TrainingRun(source, rehearsal.folder), MonitorRun(source, monitor)
    models = LaunchRequest(SOURCE, f"{rehearsal.request.name}-models", None, EXAMPLE)
    yield Step("launch a training project", lambda: source.launch(models))
    yield from clone_and_train(training)
    yield Step("approve", ModelDelivery(source, monitor).approve)
    yield Step("launch", lambda: monitor.launch(_with_models(rehearsal.request, source)))
    yield Step("stopped without consent", watching.refuse)
    yield Step("the owner agrees", watching.agree)
    yield Step("nothing is captured", watching.find_nothing_captured)
    yield Step("requests are captured", watching.capture)
    yield Step("quiet report", watching.report_quiet)
    yield Step("a broken file", watching.break_file)
    yield Step("repaired, and the world changes", watching.repair_file)
    yield Step("drift is found and told", watching.report_drift)
    yield Step("the alarm goes off", watching.raise_alarm)
    yield Step("the scientist reads the report", watching.read_report)
    yield Step("a training is started", watching.start_training)
    yield Step("and no second one", watching.ask_no_more)


def _with_models(request: LaunchRequest, source: RehearsedProject) -> LaunchRequest:
    group = {"ModelPackageGroupName": source.output("ModelPackageGroupName")}
    return replace(request, parameters={**request.parameters, **group})


STORY = Story(
    products=("model-monitor",),
    default_parameters=("Retraining=yes", "Schedule=rate(1 day)"),
    steps=_steps,
)
