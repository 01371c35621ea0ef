"""A run against an account that plays AWS itself: what is kept, what is written down first, what ends it."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from scripts.configuration import Workspace
from scripts.errors import ConfigurationError
from scripts.live import report
from scripts.live.budget import Budget
from scripts.live.calls import Answer, Credentials, Place, Refused
from scripts.live.lab import Lab
from scripts.live.plan import make_plan
from scripts.live.probe import ACCOUNT, Probe, Verdict, undecided, verdict
from scripts.live.run import Outcome, Run
from scripts.live.session import Assumptions, keep, read_parts

ACCOUNT_ID = "222233334444"
TABLE = """| no. | assumption | used in | if wrong | settled by | answer |
|---|---|---|---|---|---|
| 1 | one | `a.py` | it breaks | a call | not asked |
| 2 | two | `b.py` | it breaks | a call | not asked |
"""
ROLE = "iam:CreateRole iam:DeleteRole"


class FakeAws:
    """An account of AWS that has roles and nothing else."""

    def __init__(self, journal: Path, account: str = ACCOUNT_ID) -> None:
        self.place = Place(account, f"arn:aws:iam::{account}:user/ada", "eu-west-1", "aws", is_aws=True)
        self.secrets = (account, "ada")
        self.journal, self.roles = journal, set[str]()
        self.calls: list[str] = []

    def words(self, names: frozenset[str]) -> tuple[str, ...]:
        return ()

    def call(self, name: str, parameters: Mapping[str, Any], credentials: Credentials | None = None) -> Answer:
        self.calls.append(name)
        role = parameters["RoleName"]
        if name == "iam:CreateRole":
            assert role in self.journal.read_text(), "it is made before it is written down"
            assert {"Key": "sagemaker-project-catalog:live", "Value": role.split("-")[1][:8]} in parameters["Tags"]
            self.roles.add(role)
            return {"Role": {"Arn": f"arn:aws:iam::{self.place.account}:role/{role}", "RoleId": "AROAEXAMPLEEXAMPLE"}}
        if role not in self.roles:
            raise Refused(name, "NoSuchEntity", f"The role with name {role} cannot be found.", 404)
        if name == "iam:DeleteRole":
            self.roles.remove(role)
        return {"PolicyNames": []} if name == "iam:ListRolePolicies" else {}


def makes_a_role(lab: Lab) -> Verdict:
    made = lab.create("iam:CreateRole", RoleName=lab.name("role"), AssumeRolePolicyDocument="{}")
    return verdict(made["Role"], f"the role is {made['Role']['Arn']}")


def reads_what_is_missing(lab: Lab) -> Verdict:
    return verdict(lab.create("iam:CreateRole", RoleName=lab.name("role"))["Absent"], "")


def calls_what_it_does_not_list(lab: Lab) -> Verdict:
    return verdict(lab("iam:ListRoles"), "")


def cannot_tell(_lab: Lab) -> Verdict:
    return undecided("the account has too few roles")


class Silent:
    def starts(self, title: str) -> None: ...

    def ends(self, probe: Probe, answer: str, because: str) -> None: ...


class Setting:
    """A checkout with two questions, and an account."""

    def __init__(self, root: Path) -> None:
        (root / "docs" / "cassettes").mkdir(parents=True)
        (root / "docs" / "assumptions.md").write_text(TABLE)
        self.assumptions, self.folder = Assumptions(Workspace(root)), root / "build"
        self.aws = FakeAws(self.folder / "journal.jsonl")

    def ask(self, *asks: Callable[[Lab], Verdict]) -> tuple[Run, Outcome, Any]:
        """A run with these as questions 1 and 2; how it ends."""
        probes = [Probe(number, "?", ask, ROLE) for number, ask in enumerate(asks, 1)]
        run = Run(self.folder, {ACCOUNT: self.aws})
        plan = make_plan(self.assumptions.questions(), probes, Budget(0), {ACCOUNT})
        outcome = run.ask(plan, Budget(0), Silent())
        keep(run, outcome, self.assumptions)
        return run, outcome, report.ending(plan, outcome)


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    return Setting(tmp_path)


def test_answers_of_aws_are_kept_with_their_recording_and_shown(setting: Setting) -> None:
    run, _, failure = setting.ask(makes_a_role)
    assert failure is None
    kept = json.loads(setting.assumptions.stored.read_text())["1"]
    assert (kept["answer"], kept["region"], kept["by"]) == ("held", "eu-west-1", "script")
    (case,) = map(json.loads, (setting.assumptions.root / kept["cassette"]).read_text().splitlines())
    assert case["calls"][0]["params"]["RoleName"] == "live-${new:0}-role"
    assert ACCOUNT_ID not in json.dumps([kept, case])
    assert f"| held {kept['date']} eu-west-1 |" in setting.assumptions.document.read_text()
    assert not run.journal.path.exists()
    assert setting.aws.roles == set()


def test_a_question_that_failed_is_asked_again_and_the_others_are_kept(setting: Setting) -> None:
    run, outcome, failure = setting.ask(makes_a_role, reads_what_is_missing)
    assert outcome.failures == {2: "an answer of AWS lacks 'Absent'"}
    assert failure.exit_code == 3
    assert set(json.loads(setting.assumptions.stored.read_text())) == {"1"}
    assert run.journal.path.exists()
    setting.aws.calls.clear()
    _, outcome, failure = setting.ask(makes_a_role, makes_a_role)
    assert failure is None
    assert setting.aws.calls.count("iam:CreateRole") == 1


def test_what_cannot_be_decided_counts_as_held_nowhere(setting: Setting) -> None:
    _, _, failure = setting.ask(cannot_tell)
    assert failure.exit_code == 3
    assert json.loads(setting.assumptions.stored.read_text()) == {}


def test_a_probe_makes_no_call_that_it_does_not_list(setting: Setting) -> None:
    with pytest.raises(ValueError, match="does not list iam:ListRoles"):
        setting.ask(calls_what_it_does_not_list)


def test_a_run_is_not_continued_in_another_account(setting: Setting) -> None:
    setting.ask(reads_what_is_missing)
    other = FakeAws(setting.aws.journal, "555566667777")
    with pytest.raises(ConfigurationError, match=f"was begun in account {ACCOUNT_ID}"):
        Run(setting.folder, {ACCOUNT: other})


def test_what_cannot_be_removed_is_named_and_what_it_may_need_stays(setting: Setting) -> None:
    run, outcome, _ = setting.ask(makes_a_role)
    assert outcome.left == ()
    stuck = FakeAws(setting.aws.journal)
    stuck.call = refuse  # type: ignore[method-assign]
    again = Run(setting.folder, {ACCOUNT: stuck})
    again.journal.write("run", run="0a1b2c3d", account=ACCOUNT_ID, region="eu-west-1", budget=0, date="2026-11-21")
    for name in ("needed", "stuck"):
        again.journal.write("makes", call="iam:CreateRole", name=name, part=ACCOUNT, question=1)
    (reason,) = again.clean(Silent())
    assert reason.startswith("stuck (iam:CreateRole) is still there")
    assert [thing.name for thing in again.journal.left] == ["stuck", "needed"]
    assert run.place == again.place


def refuse(name: str, _parameters: Mapping[str, Any], _credentials: Credentials | None = None) -> Answer:
    raise Refused(name, "AccessDenied", "not authorized", 403)


@pytest.mark.parametrize("pair", ["hub", "hub=", "other=profile"])
def test_an_account_without_a_part_is_refused(pair: str) -> None:
    with pytest.raises(ConfigurationError, match=r"a profile is missing|other"):
        read_parts([pair])
