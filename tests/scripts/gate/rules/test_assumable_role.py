"""Hops from one role to another."""

from scripts.gate.rules.assumable_role import check
from tests.scripts.gate.small import ID, allow, granted, sub

STAGE = "arn:${AWS::Partition}:iam::${StagingAccount}:role/"


def assumes(name: str, role: str) -> bool:
    return granted(check, allow("sts:AssumeRole", sub(f"{STAGE}{role}")), name=name)


def test_each_hop_is_one_that_was_decided() -> None:
    assert assumes(f"sagemaker-{ID}-deploy-pipeline", f"mlops-catalog/sagemaker-{ID}-staging-deploy")
    assert assumes(f"sagemaker-{ID}-test", f"mlops-catalog/sagemaker-{ID}-staging-test")
    assert not assumes(f"sagemaker-{ID}-execution", f"mlops-catalog/sagemaker-{ID}-staging-deploy")
    assert not assumes(f"sagemaker-{ID}-test", f"mlops-catalog/sagemaker-{ID}-staging-deploy")


def test_a_role_outside_the_path_or_of_any_path_is_none() -> None:
    assert not assumes(f"sagemaker-{ID}-test", f"sagemaker-{ID}-staging-test")
    assert not assumes(f"sagemaker-{ID}-test", f"*/sagemaker-{ID}-staging-test")
