"""Which stages a rehearsal of each product has."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

from scripts.errors import ConfigurationError
from scripts.launch import LaunchRequest
from scripts.rehearsal.data_versions import DataVersions
from scripts.rehearsal.edits import BETTER, NOTE, WORSE, Change
from scripts.rehearsal.model_delivery import Promotion
from scripts.rehearsal.people import People
from scripts.rehearsal.roles import Question
from scripts.rehearsal.stages import Stage
from scripts.rehearsal.training_run import Play

TRAINS = "build-train"
DEPLOYS = "deploy"
BOTH = "build-train-deploy"
KNOWN = (TRAINS, DEPLOYS, BOTH)


def require_known(product: str) -> None:
    """Raises ConfigurationError for a product whose life nobody has written down."""
    if product not in KNOWN:
        raise ConfigurationError(f"{product} cannot be rehearsed", hint=f"rehearse one of: {', '.join(KNOWN)}")


def stages(order: LaunchRequest, play: Play, promotion: Promotion) -> Iterator[Stage]:
    """From the launch on, in order."""
    if order.product == DEPLOYS:
        yield from _of_what_is_approved(order, play, promotion)
        return
    yield Stage("launch", lambda: play.launch(order))
    yield from _training(play, NOTE)
    if order.product == TRAINS:
        yield from _data(play)
        yield from _refused(play)
    else:
        yield from _trained_and_deployed(play, promotion)


def _data(play: Play) -> Iterator[Stage]:
    """Without any push, because `TrainOnNewData` is yes: what is learnt, and what is not learnt again."""
    data = DataVersions(play)
    yield Stage("every run has ended", data.wait)
    yield Stage("the scientist puts data", data.put)
    yield Stage("build", data.build)
    yield from _trained(play)
    yield Stage("learnt from the new data", data.learnt)
    yield from _looked_at(play)
    yield Stage("the same data again", data.put_again)
    yield Stage("reject", data.reject)
    yield Stage("the rejected data again", data.put_rejected)


def _trained_and_deployed(play: Play, promotion: Promotion) -> Iterator[Stage]:
    data = DataVersions(play)
    yield from _looked_at(play)
    yield Stage("approve", promotion.approve)
    yield from _delivery(promotion)
    yield Stage("production answers", lambda: promotion.answer(_question(play)))
    yield from _refused(play)
    yield Stage("the scientist puts data", data.put)
    yield from _training(play, BETTER)
    yield Stage("learnt from the new data", data.learnt)
    yield from _there_and_back(promotion)


def _of_what_is_approved(order: LaunchRequest, play: Play, promotion: Promotion) -> Iterator[Stage]:
    """What only deploys gets its models from another project, which has an approved one when the launch comes."""
    yield Stage("launch what trains", lambda: play.launch(_training_order(order)))
    yield from _training(play, NOTE)
    yield from _looked_at(play)
    yield Stage("approve", promotion.approve)
    yield Stage("launch", lambda: promotion.launch(_of_models(order, play)))
    yield from _delivery(promotion)
    yield Stage("production answers", lambda: promotion.answer(_question(play)))
    yield from _training(play, BETTER)
    yield from _there_and_back(promotion)


def _training_order(order: LaunchRequest) -> LaunchRequest:
    return LaunchRequest(TRAINS, f"{order.name}-models", None, {})


def _of_models(order: LaunchRequest, play: Play) -> LaunchRequest:
    group = {"ModelPackageGroupName": play.output("ModelPackageGroupName")}
    return replace(order, parameters={**order.parameters, **group})


def _there_and_back(promotion: Promotion) -> Iterator[Stage]:
    yield Stage("approve", promotion.approve)
    yield from _delivery(promotion)
    yield Stage("reject", promotion.reject)
    yield from _delivery(promotion)
    yield Stage("asked throughout", promotion.count)


def _training(play: Play, change: Change) -> Iterator[Stage]:
    yield Stage("push", lambda: play.push(change))
    yield Stage("build", play.build)
    yield from _trained(play)


def _trained(play: Play) -> Iterator[Stage]:
    yield Stage("train", play.train)
    yield Stage("register", play.register)


def _looked_at(play: Play) -> Iterator[Stage]:
    """By the one who made it, and by the one who decides."""
    people = People(play)
    yield Stage("the scientist reads the report", people.read_report)
    yield Stage("the author cannot approve", play.refuse_author)
    yield Stage("the approver is told", people.told_to_approve)
    yield Stage("the approver opens the report", people.open_report)


def _refused(play: Play) -> Iterator[Stage]:
    yield Stage("push a worse model", lambda: play.push(WORSE))
    yield Stage("build", play.build)
    yield Stage("stopped at the gate", play.stop_at_gate)


def _delivery(promotion: Promotion) -> Iterator[Stage]:
    steps: tuple[tuple[str, Callable[[], str]], ...] = (
        ("staging", promotion.stage),
        ("release", promotion.release),
        ("production", promotion.deploy),
        ("the team is told of production", promotion.told),
    )
    for title, step in steps:
        yield Stage(title, step)


def _question(play: Play) -> Question:
    """The first request that was registered with the model, whose answer the evaluation knows."""
    golden = play.notes.approved[-1].golden
    request = json.loads(play.cast.development.read(golden))["requests"][0]
    return Question(request["body"], request["content_type"], request["accept"])
