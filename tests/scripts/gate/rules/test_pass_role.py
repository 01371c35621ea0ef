"""Roles that are passed: one, and to named services."""

from scripts.gate.rules.pass_role import check
from tests.scripts.gate.small import ROLE, allow, granted, sub

TO_SAGEMAKER = {"iam:PassedToService": "sagemaker.amazonaws.com"}
ONE = sub(f"{ROLE}sagemaker-x-execution")
ALL = sub(f"{ROLE}sagemaker-*")


def test_one_role_is_passed_to_a_named_service() -> None:
    assert granted(check, allow("iam:PassRole", ONE, StringEquals=TO_SAGEMAKER))
    assert not granted(check, allow("iam:PassRole", ONE))
    assert not granted(check, allow("iam:PassRole", ONE, StringLike={"iam:PassedToService": "*"}))
    assert not granted(check, allow("iam:PassRole", ONE, StringEquals={"iam:PassedToService": "ec2.amazonaws.com"}))


def test_only_the_launch_role_passes_all_roles_of_projects() -> None:
    every = allow("iam:PassRole", ALL, StringEquals=TO_SAGEMAKER)
    assert granted(check, every, name="mlops-catalog-launch")
    assert not granted(check, every)
    wider = allow("iam:PassRole", sub(f"{ROLE}*"), StringEquals=TO_SAGEMAKER)
    assert not granted(check, wider, name="mlops-catalog-launch")


def test_only_the_launch_role_gives_state_machines_a_role() -> None:
    to_states = allow("iam:PassRole", ONE, StringEquals={"iam:PassedToService": "states.amazonaws.com"})
    assert granted(check, to_states, name="mlops-catalog-launch")
    assert not granted(check, to_states)
