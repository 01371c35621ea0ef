"""`make verify-live` against a sandbox that plays AWS: killed, started again, and nothing of it left."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.agreement.cases import read_cases
from scripts.agreement.run import replay_cases
from scripts.agreement.verdict import DIFFERS
from scripts.aws.agreement import sandbox_client
from scripts.live.probes import PROBES
from tests.checkouts import ROOT
from tests.scripts.live.lies import LIES, TRUTH_OF_14
from tests.scripts.live.lying_proxy import LyingProxy, the_truth

DEVELOPMENT, HUB = "222222222222", "111111111111"
PARTS = ("scripts", "templates", "portfolios", "docs")
OF_A_RUN = re.compile(r"live-[0-9a-f]{8}\d\d[a-z]")
# account, service, operation, member of the answer, name in each item; what is listed are names where it is empty
LISTED = (
    (DEVELOPMENT, "iam", "list_roles", "Roles", "RoleName"),
    (DEVELOPMENT, "s3", "list_buckets", "Buckets", "Name"),
    (DEVELOPMENT, "sqs", "list_queues", "QueueUrls", ""),
    (DEVELOPMENT, "events", "list_rules", "Rules", "Name"),
    (DEVELOPMENT, "codepipeline", "list_pipelines", "pipelines", "name"),
    (DEVELOPMENT, "codebuild", "list_projects", "projects", ""),
    (DEVELOPMENT, "sagemaker", "list_pipelines", "PipelineSummaries", "PipelineName"),
    (DEVELOPMENT, "sagemaker", "list_model_package_groups", "ModelPackageGroupSummaryList", "ModelPackageGroupName"),
    (DEVELOPMENT, "sagemaker", "list_models", "Models", "ModelName"),
    (DEVELOPMENT, "sagemaker", "list_endpoint_configs", "EndpointConfigs", "EndpointConfigName"),
    (DEVELOPMENT, "sagemaker", "list_endpoints", "Endpoints", "EndpointName"),
    (DEVELOPMENT, "servicecatalog", "list_portfolios", "PortfolioDetails", "DisplayName"),
    (DEVELOPMENT, "ssm", "describe_parameters", "Parameters", "Name"),
    (DEVELOPMENT, "sns", "list_topics", "Topics", "TopicArn"),
    (HUB, "servicecatalog", "list_portfolios", "PortfolioDetails", "DisplayName"),
)


def left_over(sandbox: Any) -> list[str]:
    """Everything in the accounts that has the name of a run."""
    found = []
    for account, service, operation, member, name in LISTED:
        items = getattr(sandbox.client(service, account), operation)().get(member, [])
        found += [item[name] if name else item for item in items]
    stacks = sandbox.client("cloudformation", DEVELOPMENT).describe_stacks()["Stacks"]
    sets = sandbox.client("cloudformation", HUB).list_stack_sets(CallAs="DELEGATED_ADMIN", Status="ACTIVE")["Summaries"]
    found += [*(stack["StackName"] for stack in stacks), *(one["StackSetName"] for one in sets)]
    return [name for name in found if OF_A_RUN.search(name)]


class Checkout:
    """The command line from a copy of the checkout, whose journal and answers are its own."""

    def __init__(self, root: Path, sandbox: Any, proxy: LyingProxy) -> None:
        for part in PARTS:
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        self.root, self.journal = root, root / "build" / "live" / "sandbox" / "journal.jsonl"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        person = {"AWS_CONFIG_FILE": str(sandbox.state / "aws-config"), "AWS_PROFILE": "development"}
        unset = {"NO_PROXY": "", "no_proxy": "", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
        self.environment = {**inherited, **person, **unset, "HTTP_PROXY": proxy.url}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "scripts", "verify-live", "--as", "hub=hub", *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(command, cwd=self.root, env=self.environment, text=True, **pipes)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments)
        out, error = process.communicate(timeout=300)
        return subprocess.CompletedProcess(process.args, process.returncode, out, error)

    def lines(self) -> list[dict[str, Any]]:
        """The journal of the run that has not ended, or of the last one that has."""
        ended = sorted(self.journal.parent.glob("journal-*.jsonl"), key=lambda path: path.stat().st_mtime)
        path = self.journal if self.journal.exists() or not ended else ended[-1]
        text = path.read_text() if path.exists() else ""
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def kill_while_it_makes_something(self, answers: int) -> None:
        """Starts the run, and kills it after some answers while something is being made."""
        process = self.start("--budget", "5")
        deadline = time.monotonic() + 240
        while time.monotonic() < deadline:
            events = [line["event"] for line in self.lines()]
            if events.count("answered") >= answers and events[-1] == "makes":
                process.send_signal(signal.SIGKILL)
                process.communicate()
                assert process.returncode == -signal.SIGKILL
                return
            assert process.poll() is None, process.communicate()
            time.sleep(0.005)
        raise AssertionError("the run did not come so far")


@pytest.fixture(scope="module")
def checkout(live_sandbox: Any, proxy: LyingProxy, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout(tmp_path_factory.mktemp("checkout"), live_sandbox, proxy)


@pytest.fixture(scope="module")
def truth(proxy: LyingProxy) -> Iterator[None]:
    """In question 14 the sandbox is unlike AWS."""
    proxy.lie = TRUTH_OF_14
    yield
    proxy.lie = the_truth


@pytest.fixture(scope="module")
def finished(checkout: Checkout, truth: None) -> subprocess.CompletedProcess[str]:
    """The third start of a run that was killed twice."""
    checkout.kill_while_it_makes_something(answers=4)
    checkout.kill_while_it_makes_something(answers=15)
    return checkout.run("--budget", "5")


def test_a_run_that_was_killed_twice_ends_with_every_answer(
    finished: subprocess.CompletedProcess[str], checkout: Checkout
) -> None:
    assert finished.returncode == 0, finished.stdout + finished.stderr
    answers = {line["number"]: line["answer"] for line in checkout.lines() if line["event"] == "answered"}
    assert answers == {probe.number: "held" for probe in PROBES}


def test_no_question_with_an_answer_is_asked_again(
    finished: subprocess.CompletedProcess[str], checkout: Checkout
) -> None:
    lines = checkout.lines()
    answered = Counter(line["number"] for line in lines if line["event"] == "answered")
    asked = Counter(line["number"] for line in lines if line["event"] == "asks")
    assert set(answered.values()) == {1}
    assert asked.total() == len(PROBES) + 2  # each kill interrupted one
    assert all(
        lines.index(answer) > lines.index(ask)
        for answer in lines if answer["event"] == "answered"
        for ask in lines if ask["event"] == "asks" and ask["number"] == answer["number"]
    )  # fmt: skip


def test_nothing_is_left_of_a_run(finished: subprocess.CompletedProcess[str], live_sandbox: Any) -> None:
    assert left_over(live_sandbox) == []


def test_answers_of_a_sandbox_are_not_kept_as_those_of_aws(
    finished: subprocess.CompletedProcess[str], checkout: Checkout
) -> None:
    assert (checkout.root / "docs" / "assumptions.json").read_bytes() == (
        ROOT / "docs" / "assumptions.json"
    ).read_bytes()
    assert list((checkout.root / "docs" / "cassettes").glob("*.jsonl")) == []


def test_what_was_recorded_replays_in_other_accounts(
    finished: subprocess.CompletedProcess[str], checkout: Checkout, live_sandbox: Any, truth: None
) -> None:
    """The exam's own runner, on the cases of the run."""
    cases = read_cases(checkout.journal.parent)
    assert len(cases) == len(PROBES)
    verdicts = replay_cases(cases, sandbox_client(live_sandbox.state))
    polled = {case.identifier: {step.name for step in case.steps if step.polls} for case in cases}
    differing = {
        verdict.identifier: first
        for verdict in verdicts
        # What is waited for may come later than the exam's runner waits, on a busy machine.
        if verdict.verdict == DIFFERS and (first := verdict.findings[0]).where not in polled[verdict.identifier]
    }
    assert differing == {}


def test_a_killed_run_leaves_what_the_next_command_removes(
    checkout: Checkout, finished: object, live_sandbox: Any
) -> None:
    checkout.kill_while_it_makes_something(answers=1)
    assert left_over(live_sandbox) != [] or checkout.lines()[-1]["event"] == "makes"
    cleaned = checkout.run("--clean")
    assert cleaned.returncode == 0, cleaned.stderr
    assert left_over(live_sandbox) == []


def test_a_lie_ends_the_command_with_what_breaks(checkout: Checkout, finished: object, proxy: LyingProxy) -> None:
    proxy.lie = LIES[34]
    try:
        done = checkout.run("--budget", "0", "--question", "34")
    finally:
        proxy.lie = the_truth
    assert done.returncode == 5
    assert "broken    34" in done.stdout
    assert "34 seeds `instance_types.py`: the job is refused later" in done.stdout


def test_no_run_begins_before_its_cost_was_agreed_to(checkout: Checkout, finished: object) -> None:
    done = checkout.run()
    assert done.returncode == 2
    assert "BUDGET=<dollars>" in done.stderr
    assert not checkout.journal.exists()


def test_a_budget_below_a_dollar_starts_no_endpoint(checkout: Checkout, finished: object) -> None:
    done = checkout.run("--budget", "0.99", "--question", "14", "--question", "16")
    assert done.returncode == 3
    assert "needs BUDGET=1.00" in done.stdout
    assert [line for line in checkout.lines() if line["event"] == "asks" and line["number"] in (14, 16)] == []
