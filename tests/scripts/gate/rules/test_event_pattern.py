"""Rules that match the events of others."""

from typing import Any

import pytest

from scripts.gate.rules.event_pattern import check
from tests.scripts.gate.small import own, reported, resource, template

GOOD: dict[str, Any] = {
    "source": ["aws.codepipeline"],
    "detail-type": ["CodePipeline Stage Execution State Change"],
    "detail": {"pipeline": [{"wildcard": "sagemaker-*-deploy"}], "state": ["SUCCEEDED"]},
}


def of(pattern: Any) -> list[str]:
    return reported(check, template({"Rule": resource("AWS::Events::Rule", EventPattern=pattern)}))


@pytest.mark.parametrize("name", GOOD)
def test_source_kind_and_resource_are_named(name: str) -> None:
    assert of(GOOD) == []
    assert of({other: value for other, value in GOOD.items() if other != name}) == ["Rule"]


@pytest.mark.parametrize(
    "value", [[{"exists": True}], [{"prefix": ""}], [{"wildcard": "*"}], [{"anything-but": ["x"]}], []]
)
def test_a_value_that_matches_everything_names_nothing(value: Any) -> None:
    assert of({**GOOD, "detail": {"pipeline": value}}) == ["Rule"]


def test_events_that_anybody_can_put_are_reported() -> None:
    assert of({**GOOD, "source": ["com.example"]}) == ["Rule"]
    assert of({**GOOD, "source": [{"prefix": ""}]}) == ["Rule"]


def test_a_resource_of_the_template_is_a_name() -> None:
    repository = {name: GOOD[name] for name in ("source", "detail-type")}
    assert of({**repository, "resources": [own("codecommit", "${Repository}")]}) == []
    assert of(None) == ["Rule"]


OWN = {"bucket": {"name": [{"Ref": "Bucket"}]}, "object": {"key": [{"prefix": "data/"}]}}
ASKED: dict[str, Any] = {
    "bucket": {"name": [{"prefix": {"Fn::Sub": "sagemaker-${MonitoredBy}-"}}]},
    "object": {"key": [{"prefix": "executions/retraining/"}]},
}


def of_either(*alternatives: Any, **more: Any) -> list[str]:
    either = {"source": ["aws.s3"], "detail-type": ["Object Created"], "$or": list(alternatives)}
    return of({**either, **more})


def test_each_of_two_alternatives_names_a_project_s_bucket_and_a_prefix() -> None:
    assert of_either({"detail": OWN}, {"detail": ASKED}) == []


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"account": ["*"], "detail": ASKED},
        {"resources": [{"Ref": "Bucket"}]},
        {"detail": {"bucket": ASKED["bucket"]}},
        {"detail": {**ASKED, "bucket": {"name": [{"prefix": "sagemaker-"}]}}},
        {"detail": {**ASKED, "bucket": {"name": [{"anything-but": ["x"]}]}}},
        {"detail": {**ASKED, "bucket": {"name": []}}},
        {"detail": {**ASKED, "object": {"key": [{"prefix": ""}]}}},
        {"detail": {**ASKED, "object": {"key": [{"exists": True}]}}},
        {"detail": {**ASKED, "$or": [{}]}},
    ],
)
def test_an_alternative_that_matches_more_is_reported(other: Any) -> None:
    assert of_either({"detail": OWN}, other) == ["Rule"]


def test_alternatives_do_not_widen_another_pattern() -> None:
    assert of_either() == ["Rule"]
    assert of_either({"detail": OWN}, {"detail": ASKED}, account=["111111111111"]) == ["Rule"]
    assert of_either({"detail": OWN}, {"detail": ASKED}, source=["aws.s3", "aws.ec2"]) == ["Rule"]


def test_the_end_of_an_execution_is_of_one_state_machine() -> None:
    states = {"source": ["aws.states"], "detail-type": ["Step Functions Execution Status Change"]}
    assert of({**states, "detail": {"stateMachineArn": [{"Ref": "Machine"}], "status": ["FAILED"]}}) == []
    assert of({**states, "detail": {"stateMachineArn": [{"prefix": ""}], "status": ["FAILED"]}}) == ["Rule"]
    assert of({**states, "detail": {"status": ["FAILED"]}}) == ["Rule"]
