"""A project that deploys finds the models of a project that trains, and may read nothing else."""

import json
import re

import pytest

from tests.templates.rendered import resources_of, template_of
from tests.templates.resolve import filled_in

GROUP = "Demo-p-abc123def456"
PROJECT = {"SageMakerProjectName": "Demo", "SageMakerProjectId": "p-abc123def456", "ModelPackageGroupName": GROUP}


def _prepare() -> list[dict]:
    role = resources_of(template_of("deploy"), "AWS::IAM::Role")["PrepareRole"]
    return filled_in(role["Properties"]["Policies"], PROJECT)[0]["PolicyDocument"]["Statement"]


@pytest.mark.parametrize("trains", ["build-train", "build-train-deploy"])
def test_what_is_looked_up_is_what_a_project_that_trains_leaves(trains: str) -> None:
    looked_up = set(re.findall(r"resolve:ssm:([^}]+)", json.dumps(_prepare())))
    written = resources_of(template_of(trains), "AWS::SSM::Parameter").values()
    assert looked_up == {filled_in(body["Properties"]["Name"], PROJECT) for body in written}
    assert all(body["DeletionPolicy"] == "RetainExceptOnCreate" for body in written)


def test_nothing_of_another_project_but_its_models_can_be_read() -> None:
    bucket, key = (f"{{{{resolve:ssm:/mlops-catalog-models/{GROUP}/{what}}}}}" for what in ("bucket", "key"))
    foreign = [each for each in _prepare() if "resolve" in json.dumps(each)]
    assert foreign[0]["Action"] == ["s3:GetObject"]
    readable = [place.partition(":s3:::")[2] for place in foreign[0]["Resource"]]
    assert readable == [f"{bucket}/models/*", f"{bucket}/executions/*/evaluation/*"]
    assert (foreign[1]["Action"], foreign[1]["Resource"]) == (["kms:Decrypt"], [key])
    assert {action.partition(":")[2] for each in foreign[2:] for action in each["Action"]} == {
        "DescribeModelPackage",
        "ListModelPackages",
    }
