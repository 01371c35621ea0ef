"""A product that only deploys: its models are those of another project, which has an approved one at the launch."""

from collections.abc import Iterator
from dataclasses import replace

from scripts.launch import LaunchRequest
from scripts.rehearsal.consent import Consent
from scripts.rehearsal.edits import OTHER
from scripts.rehearsal.model_delivery import ModelDelivery
from scripts.rehearsal.project import RehearsedProject
from scripts.rehearsal.sequences import approve_and_reject, clone_and_train, deliver, push_and_train, review
from scripts.rehearsal.steps import Step
from scripts.rehearsal.story import Rehearsal, Story
from scripts.rehearsal.training_run import TrainingRun

SOURCE = "build-train"


def _steps(rehearsal: Rehearsal) -> Iterator[Step]:
    source, target = rehearsal.add_project(), rehearsal.add_project()
    training, delivery = TrainingRun(source, rehearsal.folder), ModelDelivery(source, target)
    consent = Consent(delivery)
    models = LaunchRequest(SOURCE, f"{rehearsal.request.name}-models", None, {})
    yield Step("launch a training project", lambda: source.launch(models))
    yield from clone_and_train(training)
    yield from review(training)
    yield Step("approve", delivery.approve)
    yield Step("launch", lambda: target.launch(_with_models(rehearsal.request, source)))
    yield Step("stopped without consent", consent.refuse)
    yield Step("the owner agrees", consent.agree)
    yield Step("retry", consent.retry)
    yield from deliver(delivery)
    yield Step("production answers", delivery.start_probe)
    yield from push_and_train(training, OTHER)
    yield from approve_and_reject(delivery)


def _with_models(request: LaunchRequest, source: RehearsedProject) -> LaunchRequest:
    group = {"ModelPackageGroupName": source.output("ModelPackageGroupName")}
    return replace(request, parameters={**request.parameters, **group})


STORY = Story(products=("deploy",), default_parameters=("Traffic=canary",), steps=_steps)
