"""Which questions are asked for which budget, in which order; and what the journal of a run remembers."""

from pathlib import Path

import pytest

from scripts.errors import ConfigurationError
from scripts.live.budget import ENDPOINT, FREE, Budget, Cost
from scripts.live.journal import Journal, Thing
from scripts.live.plan import make_plan
from scripts.live.probe import ACCOUNT, HUB, Probe, Verdict, held
from scripts.live.probes import PROBES
from scripts.live.questions import Question
from scripts.live.things import KINDS

QUESTIONS = [Question(number, f"assumption {number}", "`a.py`", "it breaks", "a look") for number in range(1, 6)]
ROLE = Thing("iam:CreateRole", "live-0a1b2c3d04a-role", ACCOUNT, 4)
BUCKET = Thing("s3:CreateBucket", "live-0a1b2c3d04a-data", ACCOUNT, 4)


def ask(_lab: object) -> Verdict:
    return held("")


def probe(number: int, cost: Cost = FREE, part: str = ACCOUNT) -> Probe:
    return Probe(number, "?", ask, "", cost, part)


CHEAP_ENDPOINT = Cost(ENDPOINT, 1, endpoint=True)
JOB = Cost(ENDPOINT, 60)
ASKED = [probe(1, CHEAP_ENDPOINT), probe(2, JOB), probe(3), probe(4, part=HUB)]


def plan(budget: float, *chosen: int, parts: tuple[str, ...] = (ACCOUNT, HUB)) -> tuple[list[int], dict[int, str]]:
    made = make_plan(QUESTIONS, ASKED, Budget(budget), parts, chosen)
    return [probe.number for probe in made.probes], dict(made.left_out)


def test_the_cheapest_questions_come_first_and_endpoints_last() -> None:
    assert plan(5)[0] == [3, 4, 2, 1]


def test_no_budget_below_a_dollar_has_an_endpoint_however_cheap() -> None:
    asked, left_out = plan(0.99)
    assert asked == [3, 4, 2]
    assert left_out[1] == "needs BUDGET=1.00"


def test_a_budget_of_nothing_asks_what_is_free() -> None:
    assert plan(0)[0] == [3, 4]


def test_no_run_is_given_more_than_five_dollars() -> None:
    with pytest.raises(ConfigurationError, match=r"\$5.01"):
        Budget(5.01)


def test_all_questions_together_fit_into_the_highest_budget() -> None:
    everything = sum(probe.cost.dollars for probe in PROBES)
    assert 0 < everything < 5
    assert {probe.number for probe in PROBES if probe.cost.endpoint} == {14, 16}
    assert all("sagemaker:CreateEndpoint" not in probe.allowed for probe in PROBES if not probe.cost.endpoint)


def test_a_question_to_the_hub_needs_its_credentials() -> None:
    assert 'AS="hub=<profile>"' in plan(5, parts=(ACCOUNT,))[1][4]


def test_a_question_without_a_script_is_asked_by_a_person_and_never_by_itself() -> None:
    assert plan(5)[1][5] == "by a person: a look"


def test_only_what_was_chosen_is_asked() -> None:
    assert plan(5, 3)[0] == [3]
    with pytest.raises(ConfigurationError, match="no question 9"):
        plan(5, 9)


@pytest.mark.parametrize("asked", PROBES, ids=lambda probe: str(probe.number))
def test_whatever_a_probe_makes_has_a_removal(asked: Probe) -> None:
    """AWS calls what makes something Create… or Put…; these have no existence of their own."""
    parts_of_others = {
        "iam:PutRolePolicy", "s3:PutObject", "events:PutTargets", "events:PutEvents", "sagemaker:CreateModelPackage",
        "sagemaker:PutModelPackageGroupPolicy", "cloudformation:CreateChangeSet", "cloudformation:CreateStackInstances",
        "servicecatalog:CreateConstraint", "servicecatalog:CreateProvisioningArtifact",
        "servicecatalog:CreatePortfolioShare",
    }  # fmt: skip
    making = {call for call in asked.allowed if call.split(":")[1].startswith(("Create", "Put", "Provision"))}
    assert making - parts_of_others <= set(KINDS)


def test_what_was_made_and_not_removed_is_left_the_latest_first(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    for thing in (ROLE, BUCKET):
        journal.makes(thing)
    assert Journal(journal.path).left == [BUCKET, ROLE]
    journal.removed(BUCKET)
    assert Journal(journal.path).left == [ROLE]
    journal.makes(BUCKET)
    assert Journal(journal.path).left == [BUCKET, ROLE]


def test_a_line_that_was_cut_off_by_a_kill_is_dropped(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.makes(ROLE)
    with journal.path.open("a") as file:
        file.write('{"event": "makes", "call": "s3:Cre')
    again = Journal(journal.path)
    again.makes(BUCKET)
    assert Journal(journal.path).left == [BUCKET, ROLE]


def test_interrupted_questions_count_as_spent(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.write("asks", number=2, dollars=0.25)
    journal.write("asks", number=2, dollars=0.25)
    assert Journal(journal.path).spent == 0.5
    assert journal.attempts(2) == 2
