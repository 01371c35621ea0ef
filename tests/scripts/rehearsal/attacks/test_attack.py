"""What an attempt comes to: refused, succeeded, or an attack that is broken itself."""

from typing import Any

import pytest

from scripts.rehearsal.attacks import ATTACKS
from scripts.rehearsal.attacks.attack import Attack, RefusedError, attempts
from scripts.rehearsal.attacks.scene import NotYetError, Scene, Target
from tests.scripts.rehearsal.attacks.conftest import RefusedCallError

FINDINGS = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 16}
"""Those that an attacker can try while a project lives; the others have tests of their own."""


def explain(error: Exception) -> str | None:
    return str(error) if isinstance(error, RefusedCallError) else None


def attack(outcome: Any, attacker: str = "build") -> Attack:
    def attempt(*_: Any) -> object:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return Attack(2, "tries it", attacker, attempt)


def verdicts(scene: Scene, outcome: Any, attacker: str = "build") -> list[tuple[str, str]]:
    return [(made.verdict, made.answer) for made in attempts([attack(outcome, attacker)], scene, explain)]


def test_a_denied_call_is_refused_with_awss_answer_in_one_line(scene: Scene) -> None:
    assert verdicts(scene, RefusedCallError("AccessDenied:\n not you")) == [("refused", "AccessDenied: not you")]


def test_what_aws_refuses_later_is_refused_too(scene: Scene) -> None:
    assert verdicts(scene, RefusedError("not authorized")) == [("refused", "not authorized")]


def test_an_attack_that_gets_something_succeeded(scene: Scene) -> None:
    assert verdicts(scene, "the model") == [("succeeded", "the model")]


def test_another_error_than_a_refusal_means_that_the_attack_is_broken(scene: Scene) -> None:
    assert verdicts(scene, RefusedCallError("NoSuchBucket: none")) == [("broken", "NoSuchBucket: none")]


def test_what_does_not_exist_yet_is_not_attempted(scene: Scene) -> None:
    assert verdicts(scene, NotYetError()) == []


def test_an_attacker_that_is_not_there_attempts_nothing(scene: Scene) -> None:
    assert verdicts(scene, "the model", "outsider") == []


def test_an_error_that_is_no_answer_of_aws_is_a_bug(scene: Scene) -> None:
    with pytest.raises(ZeroDivisionError):
        verdicts(scene, ZeroDivisionError())


def test_every_finding_that_can_be_tried_in_a_living_project_has_attacks() -> None:
    assert {attack.finding for attack in ATTACKS} == FINDINGS


def test_every_attack_has_a_sentence_of_its_own() -> None:
    assert len({(attack.attacker, attack.sentence) for attack in ATTACKS}) == len(ATTACKS)


def test_a_project_that_only_trains_has_no_roles_in_a_stage(trains: Target) -> None:
    for read in (lambda: trains.endpoint, lambda: trains.stage_role("staging", "test")):
        with pytest.raises(NotYetError):
            read()
    assert trains.role("execution") == "arn:aws:iam::222222222222:role/mlops-catalog/sagemaker-p-1-execution"
    assert trains.long_name("build") == "sagemaker-demo-p-1-build"
