"""A product that predicts for files, with the models of another project, which has an approved one at the launch."""

from collections.abc import Iterator
from dataclasses import replace

from scripts.launch import LaunchRequest
from scripts.rehearsal.batch_delivery import BatchDelivery
from scripts.rehearsal.consent import Consent
from scripts.rehearsal.model_delivery import ModelDelivery
from scripts.rehearsal.project import RehearsedProject
from scripts.rehearsal.sequences import clone_and_train
from scripts.rehearsal.steps import Step
from scripts.rehearsal.story import Rehearsal, Story
from scripts.rehearsal.training_run import TrainingRun

SOURCE = "build-train"
EXAMPLE = {"Example": "census"}
"""Whose model takes the files of the repository's example."""


def _steps(rehearsal: Rehearsal) -> Iterator[Step]:
    source, target = rehearsal.add_project(), rehearsal.add_project()
    training, decision = TrainingRun(source, rehearsal.folder), ModelDelivery(source, target)
    consent, batch = Consent(decision), BatchDelivery(target, rehearsal.folder)
    models = LaunchRequest(SOURCE, f"{rehearsal.request.name}-models", None, EXAMPLE)
    yield Step("launch a training project", lambda: source.launch(models))
    yield from clone_and_train(training)
    yield Step("approve", decision.approve)
    yield Step("launch", lambda: target.launch(_with_models(rehearsal.request, source)))
    yield Step("clone", batch.clone)
    yield Step("build, nothing new", batch.build)
    yield Step("send files", batch.send)
    yield Step("stopped without consent", batch.read_refusal)
    yield Step("the owner agrees", consent.agree)
    yield Step("send one file again", batch.send_again)
    yield from _results(batch)
    yield Step("send the same file", batch.send_same)
    yield Step("send corrected rows", batch.correct)
    yield Step("corrected rows are predicted", batch.announce)


def _results(batch: BatchDelivery) -> Iterator[Step]:
    yield Step("predictions are announced", batch.announce)
    yield Step("the scientist reads results", batch.read_results)


def _with_models(request: LaunchRequest, source: RehearsedProject) -> LaunchRequest:
    group = {"ModelPackageGroupName": source.output("ModelPackageGroupName")}
    return replace(request, parameters={**request.parameters, **group})


STORY = Story(products=("batch-inference",), default_parameters=("StartOnArrival=each-file",), steps=_steps)
