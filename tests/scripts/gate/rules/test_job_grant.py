"""Jobs of other projects, with other keys, or outside the network."""

from typing import Any

import pytest

from scripts.gate.model.template import Body
from scripts.gate.rules.job_grant import check
from tests.scripts.gate.small import ID, KEY, allow, attribute, own, reported, role, service, template

PROJECT = {"Ref": "SageMakerProjectId"}
REQUEST = {"aws:RequestTag/sagemaker:project-id": PROJECT}
RESOURCE = {"aws:ResourceTag/sagemaker:project-id": PROJECT}
KEYS = {"sagemaker:OutputKmsKey": attribute("Key"), "sagemaker:VolumeKmsKey": attribute("Key")}
THERE = {"sagemaker:VpcSubnets": "false", "sagemaker:VpcSecurityGroupIds": "false"}
LISTED = {"sagemaker:VpcSubnets": {"Ref": "Subnets"}, "sagemaker:VpcSecurityGroupIds": {"Ref": "SecurityGroups"}}
GOOD: dict[str, Any] = {
    "StringEquals": REQUEST,
    "ArnEquals": KEYS,
    "Null": THERE,
    "ForAllValues__StringEquals": LISTED,
}
JOBS = own("sagemaker", "training-job/pipelines-*")


def is_good(statement: Body) -> bool:
    return reported(check, template({"Key": KEY, "Role": role(f"sagemaker-{ID}-execution", statement)})) == []


def test_a_job_has_the_project_s_tag_and_key_and_the_network() -> None:
    assert is_good(allow("sagemaker:CreateTrainingJob", JOBS, **GOOD))


@pytest.mark.parametrize("operator", GOOD)
def test_every_part_of_the_condition_is_needed(operator: str) -> None:
    rest = {name: tests for name, tests in GOOD.items() if name != operator}
    assert not is_good(allow("sagemaker:CreateTrainingJob", JOBS, **rest))


def test_where_the_account_has_no_network_jobs_have_none() -> None:
    outside = {name: GOOD[name] for name in ("StringEquals", "ArnEquals")}
    inside, without = (allow("sagemaker:CreateTrainingJob", JOBS, **part) for part in (GOOD, outside))
    assert is_good({"Fn::If": ["HasNetwork", inside, without]})
    assert not is_good({"Fn::If": ["HasNetwork", without, inside]})


def test_only_jobs_with_the_project_s_tag_are_stopped() -> None:
    assert is_good(allow("sagemaker:StopTrainingJob", JOBS, StringEquals=RESOURCE))
    assert not is_good(allow("sagemaker:StopTrainingJob", JOBS))


def test_a_state_machine_reaches_what_has_the_project_s_id_in_its_name() -> None:
    def by(trusted: str, name: str) -> list[str]:
        grant = allow("sagemaker:StopTrainingJob", own("sagemaker", f"training-job/{name}"))
        return reported(check, template({"Role": role("x", grant, trust=service(trusted))}))

    assert by("states", f"*-{ID}-*") == []
    assert by("codebuild", f"*-{ID}-*") == by("states", f"*{ID}*") == by("states", "pipelines-*") == ["Role"]


def test_what_a_state_machine_makes_has_the_project_s_tag() -> None:
    for conditions, expected in ((GOOD, []), ({**GOOD, "StringEquals": {}}, ["Role"])):
        grant = allow("sagemaker:CreateTrainingJob", own("sagemaker", f"training-job/*-{ID}-*"), **conditions)
        resources = {"Key": KEY, "Role": role("x", grant, trust=service("states"))}
        assert reported(check, template(resources)) == expected
