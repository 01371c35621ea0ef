"""A statement that is widened in one template breaks the statement of the proof, in both evaluators and the checker."""

import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from scripts.proofs.evaluation.decision import Evaluator
from scripts.proofs.proof import Outcome, outcomes
from scripts.proofs.record import proof_record, proof_text
from scripts.proofs.simulation import simulated
from scripts.proofs.statements import STATEMENTS
from scripts.proofs.world.world import Texts, World
from tests.scripts.proofs.widening import widened

ROOT = Path(__file__).resolve().parents[3]
BY_NAME = {statement.name: statement for statement in STATEMENTS}


class Edit(NamedTuple):
    statement: str
    product: str
    template: str
    title: str
    action: str
    kind: str = "grant"


EDITS = (
    Edit("launch-role", "build-train", "foundation-spoke-roles", "LaunchPolicy", "sqs:DeleteQueue"),
    Edit("launch-role", "build-train", "foundation-spoke-roles", "LaunchRole", "s3:PutBucketPolicy"),
    Edit("isolation", "build-train", "build-train", "ExecutionRole", "s3:GetObject"),
    Edit("isolation", "build-train", "build-train", "ExecutionRole", "sagemaker:StopTrainingJob"),
    Edit("isolation", "deploy", "build-train", "ModelPackageGroup", "sagemaker:ListModelPackages", "refusal"),
    Edit("isolation", "deploy", "foundation-stage-roles", "TestRole", "sts:AssumeRole", "trust"),
    Edit("approval", "build-train", "build-train", "ModelPackageGroup", "sagemaker:UpdateModelPackage", "refusal"),
    Edit("approval", "build-train", "foundation-team", "Approver", "sts:AssumeRole", "trust"),
    Edit("teams", "build-train", "foundation-team", "StudioRole", "codecommit:GitPush"),
    Edit("boundary", "build-train", "foundation-spoke-roles", "LaunchRole", "iam:CreateRole"),
    Edit("boundary", "build-train", "foundation-spoke-roles", "SeedingBuildRole", "sts:AssumeRole", "trust"),
    Edit("production", "deploy", "foundation-stage-roles", "CloudformationRole", "sts:AssumeRole", "trust"),
    Edit("production", "deploy", "foundation-stage-roles", "DeployRole", "iam:PassRole"),
    Edit("stage-trust", "deploy", "foundation-stage-roles", "DeployRole", "sts:AssumeRole", "trust"),
    Edit("stage-trust", "deploy", "foundation-target", "StageProvisionerRole", "sts:AssumeRole", "trust"),
    Edit("outsiders", "build-train", "foundation-spoke-roles", "Reader", "sts:AssumeRole", "trust"),
    Edit("outsiders", "build-train", "foundation-spoke-roles", "LaunchRole", "sts:AssumeRole", "trust"),
    Edit("assets", "build-train", "foundation-hub-assets", "AssetsPolicy", "s3:GetObject", "trust"),
    Edit("assets", "build-train", "foundation-hub-assets", "AssetsPolicy", "s3:PutObject", "refusal"),
)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit.statement}: {edit.action} of {edit.title}")
def test_widening_one_policy_statement_breaks_the_statement_in_every_evaluator(
    edit: Edit, texts: Texts, worlds: Callable[[str, Texts], World], environment: Path, tmp_path: Path
) -> None:
    changed = widened(texts, edit.template, edit.title, edit.action, edit.kind)
    world = worlds(edit.product, changed)
    outcome = first_outcome(world, edit.statement)
    before = first_outcome(worlds(edit.product, texts), edit.statement).broken
    broken = [checked for checked in outcome.broken if checked not in before]
    assert broken
    answers = simulated([checked.request for checked in broken], world.facts, environment)
    assert answers == [not checked.expected for checked in broken]
    code, said = recomputed(world, changed, outcome, tmp_path)
    assert (code, edit.statement in said) == (1, True)


def first_outcome(world: World, name: str) -> Outcome:
    """The statement in the first evaluator alone."""
    evaluator = Evaluator(world.facts)
    (outcome,) = outcomes(world, [BY_NAME[name]], lambda requests: [evaluator.allows(request) for request in requests])
    return outcome


def recomputed(world: World, texts: Texts, outcome: Outcome, folder: Path) -> tuple[int, str]:
    """What the stand-alone checker makes of the proof, as if it had been recorded."""
    sources = {stack.source for _, stack in world.stacks}
    digests = {source: hashlib.sha256(texts.of(source).encode()).hexdigest() for source in sources}
    own = folder / world.product / "1.0.0"
    (folder / "proofs").mkdir()
    own.mkdir(parents=True)
    for source, digest in digests.items():
        (folder / "proofs" / f"{source}-{digest[:12]}.json").write_text(texts.of(source), encoding="utf-8")
    (own / "template.json").write_text(texts.of(world.product), encoding="utf-8")
    (own / "proof.json").write_text(proof_text(proof_record(world, [outcome], "second", digests, "1.0.0")))
    command = [sys.executable, "-I", str(ROOT / "releases" / "verify.py"), str(own)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_every_statement_is_broken_by_some_edit() -> None:
    assert {edit.statement for edit in EDITS} == set(BY_NAME)
