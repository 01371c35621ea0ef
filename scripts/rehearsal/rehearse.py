"""Rehearses a product: performs the steps of its story, deletes the projects, and writes report and record."""

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
from scripts.rehearsal.attacks.attacker import Attacker
from scripts.rehearsal.findings import Findings, collect_findings
from scripts.rehearsal.permissions import read_grants, read_usage
from scripts.rehearsal.project import RehearsedProject
from scripts.rehearsal.record import record
from scripts.rehearsal.report import page
from scripts.rehearsal.roles import People
from scripts.rehearsal.steps import Progress, Step, StepResult, perform
from scripts.rehearsal.stories import story_of
from scripts.rehearsal.story import Rehearsal
from templates import PRODUCTS

ROLES = ("scientist", "approver", "platform", "development", "staging", "production")
ATTACKERS = ("attacker", "outsider")
"""Without an attacker nobody attacks; an outsider, from outside of the organisation, may be left out."""
STAGES = ("staging", "production")


@dataclass(frozen=True)
class RehearsalResult:
    """`failure` is that of the last step; no step follows one that failed."""

    request: LaunchRequest
    started: datetime
    results: tuple[StepResult, ...]
    findings: Findings | None

    @property
    def failure(self) -> CatalogError | None:
        return self.results[-1].failure


@dataclass(frozen=True)
class RehearsalReport:
    """Where report and record are, the failure of the last step, and what still exists."""

    path: Path
    record: Path
    failure: CatalogError | None
    retained: str


def read_people(assignments: Iterable[str]) -> Mapping[str, str]:
    """Profiles by role. Raises ConfigurationError for an unknown role."""
    profiles: dict[str, str] = {}
    for assignment in assignments:
        role, equals, profile = assignment.partition("=")
        if role not in (*ROLES, *ATTACKERS):
            raise ConfigurationError(f"unknown role `{role}`", hint=f"roles: {', '.join((*ROLES, *ATTACKERS))}")
        if not equals or not profile:
            raise ConfigurationError(f"role `{role}` has no profile", hint="write it as ROLE=PROFILE")
        profiles[role] = profile
    return profiles


def products_to_rehearse(product: str) -> tuple[str, ...]:
    """The product, or every product of the catalog for `all`."""
    if product == "all":
        return tuple(item.name for item in PRODUCTS)
    story_of(product)
    return (product,)


def launch_requests(products: Iterable[str], parameters: Iterable[str]) -> tuple[LaunchRequest, ...]:
    """One for each product, under a project name that is unique within a day."""
    moment = datetime.now(UTC).strftime("%H%M%S")
    given = tuple(parameters)
    return tuple(
        launch_request(product, f"rehearsal-{number}-{moment}", None, (*story_of(product).default_parameters, *given))
        for number, product in enumerate(products, 1)
    )


def rehearse_and_report(
    workspace: Workspace, request: LaunchRequest, people: People, progress: Progress, *, keep: bool
) -> RehearsalReport:
    """Report and record are written whether the steps succeeded or failed."""
    result = rehearse(request, people, progress, keep=keep)
    path = workspace.build_folder / "rehearsal" / f"{request.product}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    retained, data = retained_resources(request.product), path.with_suffix(".json")
    path.write_text(page(request.product, result.results, result.findings, retained), encoding="utf-8")
    data.write_text(record(request.product, result.started, result.results, result.findings), encoding="utf-8")
    project = f"the project, until: aws sagemaker delete-project --project-name {request.name}"
    return RehearsalReport(path, data, result.failure, project if keep else ", ".join(retained))


def rehearse(request: LaunchRequest, people: People, progress: Progress, *, keep: bool) -> RehearsalResult:
    """Every step of the product's story. At the end the projects are deleted, unless kept or failed."""
    story = story_of(request.product)
    started, start = datetime.now(UTC), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        rehearsal = Rehearsal(request, people, Path(folder))
        attacker = Attacker(rehearsal, people.attackers) if people.attackers else None
        steps = attacker.between(story.steps(rehearsal)) if attacker else story.steps(rehearsal)
        try:
            results = list(perform(steps, progress, people.judge, start=start))
        finally:
            people.inbox.close()
        probed = rehearsal.stop_probes()
    projects = rehearsal.launched
    findings = collect_findings(projects, probed) if projects else None
    grants = read_grants(people, [project.state.project for project in projects]) if projects else {}
    others = [*attacker.projects.values()] if attacker else []
    if not keep and results[-1].failure is None and [*projects, *others]:
        results += perform([_deletion([*projects, *others])], progress, people.judge, start=start)
    if findings:
        attempts = tuple(attacker.attempts) if attacker else ()
        findings = replace(findings, usage=dict(read_usage(people, grants, started)), attempts=attempts)
    return RehearsalResult(request, started, tuple(results), findings)


def retained_resources(product: str) -> tuple[str, ...]:
    """Logical ids of what is retained when a project of the product is deleted: data, models, keys, logs."""
    template = next(item for item in PRODUCTS if item.name == product)
    resources: Mapping[str, Any] = template.build(
        dict.fromkeys((*template.archives, *template.templates), "")
    ).to_dict()["Resources"]
    return tuple(name for name, item in resources.items() if item.get("DeletionPolicy", "").startswith("Retain"))


def _deletion(projects: list[RehearsedProject]) -> Step:
    """The last one launched first, because it may use the models of another."""

    def delete() -> str:
        stages = [stage for project in reversed(projects) for stage in _delete(project)]
        return f"deleted with its endpoints in {' and '.join(stages)}" if stages else "deleted"

    return Step("delete", delete)


def _delete(rehearsed: RehearsedProject) -> list[str]:
    """The stages whose endpoint was deleted, before the project: their stacks are in other accounts."""
    project, people = rehearsed.state.project, rehearsed.people
    stages = STAGES if "DeployPipelineName" in project.outputs else ()
    prefix = f"sagemaker-{project.name}-{project.identifier}-endpoint"
    deleted = [stage for stage in stages if people.viewer(stage).delete_stack(f"{prefix}-{stage}")]
    people.scientist.delete_project(project.name)
    return deleted
