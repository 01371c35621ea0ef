"""The report's page: its content, and that it references no other file."""

import re
from typing import Any

from scripts.errors import UnfinishedError
from scripts.launch import LaunchedProject
from scripts.rehearsal.attacks.attack import Attempt
from scripts.rehearsal.availability import ProbeResult
from scripts.rehearsal.findings import Findings, Quality, plots
from scripts.rehearsal.report import page
from scripts.rehearsal.roles import PipelineStep, Training
from scripts.rehearsal.steps import StepResult
from scripts.rehearsal.usage import RoleUsage

DEFINITION: dict[str, Any] = {"Steps": [{"Name": "Train", "Type": "Training", "Arguments": {}}]}
STEPS = (
    PipelineStep("Preprocess", "ProcessingJob", "Succeeded", 3.2),
    PipelineStep("Train", "TrainingJob", "Failed", 1.0, "no"),
)


def findings() -> Findings:
    return Findings(
        project=LaunchedProject("demo", "p-0123456789ab", "222222222222", {}),
        trainings=(Training("arn", "Failed", STEPS, DEFINITION, "Train: <no>"),),
        qualities=(Quality(1, {"rmse": 2.5}, ()), Quality(2, {"rmse": 2.25}, plots("<svg width='1'></svg>"))),
        probed=(
            ProbeResult(0.0, 0.1, "7.5"),
            ProbeResult(0.5, 0.1, "", "ModelError: <broken>"),
            ProbeResult(1.0, 0.1, "8.5"),
        ),
        usage={
            "development 222222222222": (RoleUsage("a/role", {"s3:GetObject": 3}, {"kms:Decrypt": 1}, ("s3:Put",)),)
        },
        attempts=(
            Attempt(2, "calls the endpoint", "test", "refused", "AccessDenied: <at first>"),
            Attempt(2, "calls the endpoint", "test", "succeeded", "later <again>"),
            Attempt(6, "approves", "job", "refused", "AccessDenied: <no>"),
        ),
    )


def test_the_page_references_no_other_file_and_escapes_foreign_text() -> None:
    failure = UnfinishedError("exit <1>", hint="fix it")
    results = (StepResult("launch", 0.0, 2.0, "demo"), StepResult("build", 2.0, 1.0, "exit <1>", failure))
    text = page("build-train", results, findings(), ("Bucket",))
    assert "<no>" not in text
    assert "<broken>" not in text
    assert "exit &lt;1&gt;" in text
    assert re.findall(r'(?:src|href)="(?!data:)', text) == []
    assert "failed at: build" in text
    assert "1 failed" in text


def test_each_attack_is_shown_once_and_at_its_worst() -> None:
    text = page("build-train", (StepResult("launch", 0.0, 2.0, "demo"),), findings(), ("Bucket",))
    attacks = text.partition("<h2>Attacks</h2>")[2].partition("<h2>")[0]
    assert "3 attempts of another project" in attacks
    assert attacks.count("calls the endpoint") == 1
    assert '<span class="bad">succeeded</span> <small>later &lt;again&gt;</small>' in attacks
    assert '<span class="good">refused</span> <small>AccessDenied: &lt;no&gt;</small>' in attacks


def test_a_rehearsal_that_never_launched_has_a_page_too() -> None:
    failure = UnfinishedError("no", hint="ask")
    assert "no project" in page("build-train", (StepResult("launch", 0.0, 0.1, "no", failure),), None, ())
