"""ARNs that match other projects too."""

import pytest

from scripts.gate.rules.project_scope import check
from tests.scripts.gate.small import ID, allow, granted, own, reported, resource, role, sub, template

RESOLVED = "{{resolve:ssm:/mlops-catalog-models/${ModelPackageGroupName}/project}}"


@pytest.mark.parametrize("name", [f"pipeline/*-{ID}-*", f"pipeline/*-{ID}", f"model-package/*-{ID}/*"])
def test_an_id_with_a_hyphen_before_it_and_an_end_is_one_project(name: str) -> None:
    assert granted(check, allow("sagemaker:DescribePipeline", own("sagemaker", name)))


@pytest.mark.parametrize("name", [f"pipeline/*{ID}-*", f"pipeline/*-{ID}*", f"pipeline/*{ID}*", "pipeline/*"])
def test_an_id_that_others_begin_end_or_go_on_with_is_reported(name: str) -> None:
    assert not granted(check, allow("sagemaker:DescribePipeline", own("sagemaker", name)))


def test_the_project_of_a_group_is_looked_up_by_the_same_rule() -> None:
    for name, expected in ((f"model-package/*-{RESOLVED}/*", True), (f"model-package/*{RESOLVED}/*", False)):
        assert granted(check, allow("sagemaker:DescribeModelPackage", own("sagemaker", name))) is expected


def test_what_is_shared_by_all_is_listed() -> None:
    assert granted(check, allow("ecr:BatchGetImage", sub("arn:${AWS::Partition}:ecr:*:*:repository/sagemaker-*")))
    assert not granted(check, allow("ecr:BatchGetImage", sub("arn:${AWS::Partition}:ecr:*:*:repository/*")))


def test_captured_objects_of_the_chosen_project_are_one_project_s() -> None:
    captured = "arn:${AWS::Partition}:s3:::${CapturedDataBucket}/${CapturedDataPrefix}*"
    assert granted(check, allow("s3:GetObject", sub(captured)))
    assert not granted(check, allow("s3:GetObject", sub(captured.replace("${CapturedDataPrefix}", ""))))
    assert not granted(check, allow("s3:GetObject", sub(captured.replace("${CapturedDataBucket}", "${Other}"))))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("execution:${Machine.Name}:*", []),
        ("execution:${Machine.Name}*", ["Role"]),
        ("execution:${Other.Name}:*", ["Role"]),
        ("execution:${Bucket.Name}:*", ["Role"]),
        ("stateMachine:${Machine.Name}:*", ["Role"]),
    ],
)
def test_executions_are_those_of_one_state_machine_of_the_template(name: str, expected: list[str]) -> None:
    resources = {
        "Machine": resource("AWS::StepFunctions::StateMachine"),
        "Bucket": resource("AWS::S3::Bucket"),
        "Role": role(f"sagemaker-{ID}-build", allow("states:DescribeExecution", own("states", name))),
    }
    assert reported(check, template(resources)) == expected
