"""Rehearses a product: performs the stages, cleans up behind them, and gathers what the report shows."""

import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scripts.configuration import Workspace
from scripts.errors import CatalogError, ConfigurationError
from scripts.launch import LaunchRequest, launch_request
from scripts.rehearsal.findings import Findings, find
from scripts.rehearsal.model_delivery import Promotion
from scripts.rehearsal.permissions import rights, uses
from scripts.rehearsal.record import record
from scripts.rehearsal.report import page
from scripts.rehearsal.roles import Cast
from scripts.rehearsal.script import BOTH, DEPLOYS, KNOWN, TRAINS, require_known, stages
from scripts.rehearsal.stages import Passed, Stage, Watch, perform
from scripts.rehearsal.training_run import Play
from templates import PRODUCTS

PARTS = ("scientist", "approver", "development", "staging", "production")
USUAL = {TRAINS: ("TrainOnNewData=yes",), DEPLOYS: ("Traffic=canary",), BOTH: ("Traffic=canary",)}
"""What a rehearsal launches with unless told otherwise, because it is part of what is shown."""
STAGES = ("staging", "production")


@dataclass(frozen=True)
class Rehearsed:
    """What came of it. `failure` is that of the first stage that failed."""

    order: LaunchRequest
    began: datetime
    passed: tuple[Passed, ...]
    findings: Findings | None
    failure: CatalogError | None


@dataclass(frozen=True)
class Reported:
    """Where report and record are, the failure of the first stage that failed, and what is still there."""

    path: Path
    record: Path
    failure: CatalogError | None
    stays: str


def read_people(assignments: Iterable[str]) -> Mapping[str, str]:
    """Profiles by part. Raises ConfigurationError for a part that nobody plays."""
    profiles: dict[str, str] = {}
    for assignment in assignments:
        part, equals, profile = assignment.partition("=")
        if part not in PARTS or not equals or not profile:
            raise ConfigurationError(
                f"`{assignment}` names nobody", hint=f"write PART=PROFILE; parts: {', '.join(PARTS)}"
            )
        profiles[part] = profile
    return profiles


def chosen(product: str) -> tuple[str, ...]:
    """The product, or every product that can be rehearsed for `all`."""
    if product == "all":
        return tuple(item.name for item in PRODUCTS if item.name in KNOWN)
    require_known(product)
    return (product,)


def orders(products: Iterable[str], parameters: Iterable[str]) -> tuple[LaunchRequest, ...]:
    """One launch for each product, under a name that no other rehearsal of the day has."""
    moment = datetime.now(UTC).strftime("%H%M%S")
    given = tuple(parameters)
    return tuple(
        launch_request(product, f"rehearsal-{number}-{moment}", None, (*USUAL[product], *given))
        for number, product in enumerate(products, 1)
    )


def rehearse_and_report(
    workspace: Workspace, order: LaunchRequest, cast: Cast, watch: Watch, *, keep: bool
) -> Reported:
    """Report and record are written whatever came of the stages, once there was one."""
    done = rehearse(order, cast, watch, keep=keep)
    path = workspace.build_folder / "rehearsal" / f"{order.product}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    kept, data = retained(order.product), path.with_suffix(".json")
    path.write_text(page(order.product, done.passed, done.findings, kept), encoding="utf-8")
    data.write_text(record(order.product, done.began, done.passed, done.findings), encoding="utf-8")
    whole = f"the project: aws sagemaker delete-project --project-name {order.name}"
    return Reported(path, data, done.failure, whole if keep else f"by design: {', '.join(kept)}")


def rehearse(order: LaunchRequest, cast: Cast, watch: Watch, *, keep: bool) -> Rehearsed:
    """Every stage of the product. The project goes at the end, unless it is to be kept or a stage failed."""
    require_known(order.product)
    began, first = datetime.now(UTC), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        play = Play(cast, Path(folder))
        promotion = Promotion(play, Play(cast, Path(folder)) if order.product == DEPLOYS else play)
        try:
            passed = list(perform(stages(order, play, promotion), watch, first=first))
        finally:
            cast.inbox.close()
        asked = promotion.traffic.stop() if promotion.traffic else ()
    projects = [each for each in dict.fromkeys((promotion.project, play)) if each.launched]
    findings = find(play, projects, asked) if projects else None
    granted = rights(cast, [each.notes.project for each in projects])
    if not keep and passed[-1].failure is None:
        passed += perform([_cleaning_up(projects)], watch, first=first)
    if findings:
        findings = replace(findings, uses=dict(uses(cast, granted, began)))
    return Rehearsed(order, began, tuple(passed), findings, passed[-1].failure)


def retained(product: str) -> tuple[str, ...]:
    """Logical ids of what stays when a project of the product is deleted: data, models, keys, logs."""
    template = next(item for item in PRODUCTS if item.name == product)
    resources: Mapping[str, Any] = template.build(dict.fromkeys(template.seeds, "")).to_dict()["Resources"]
    return tuple(name for name, item in resources.items() if item.get("DeletionPolicy", "").startswith("Retain"))


def _cleaning_up(projects: Iterable[Play]) -> Stage:
    """Endpoints go first: their stacks are the stage accounts', and no project deletes them."""

    def remove() -> str:
        gone = [stage for play in projects for stage in _removed(play)]
        return " ".join(["deleted", *(["with its endpoints in", " and ".join(gone)] if gone else [])])

    return Stage("delete", remove)


def _removed(play: Play) -> list[str]:
    """Delete a project; the stages that it had an endpoint in."""
    project = play.notes.project
    deployed = STAGES if "DeployPipelineName" in project.outputs else ()
    prefix = f"sagemaker-{project.name}-{project.identifier}-endpoint"
    gone = [stage for stage in deployed if play.cast.viewer(stage).remove(f"{prefix}-{stage}")]
    play.cast.scientist.delete(project.name)
    return gone
