"""Models, configurations and alarms of other projects and stages."""

import pytest

from scripts.gate.model.template import Body
from scripts.gate.rules.stage_tag import check
from tests.scripts.gate.small import allow, own, reported, role, template

ID = "p-0a1b2c3d4e5f"
REQUEST = {"aws:RequestTag/sagemaker:project-id": ID, "aws:RequestTag/stage": "staging"}
RESOURCE = {"aws:ResourceTag/sagemaker:project-id": ID, "aws:ResourceTag/stage": "staging"}
MODELS, ALARMS = own("sagemaker", "model/*"), own("cloudwatch", "alarm:*")
TARGETS = own("application-autoscaling", "scalable-target/*")


def is_good(statement: Body, part: str = "cloudformation") -> bool:
    return reported(check, template({"Role": role(f"sagemaker-{ID}-staging-{part}", statement)}, "stage")) == []


def test_what_is_created_gets_both_tags() -> None:
    assert is_good(allow("sagemaker:CreateModel", MODELS, StringEquals=REQUEST))
    for tag in REQUEST:
        rest = {name: value for name, value in REQUEST.items() if name != tag}
        assert not is_good(allow("sagemaker:CreateModel", MODELS, StringEquals=rest))


def test_what_is_deleted_has_both_tags() -> None:
    assert is_good(allow("sagemaker:DeleteModel", MODELS, StringEquals=RESOURCE))
    assert not is_good(allow("sagemaker:DeleteModel", MODELS, StringEqualsIfExists=RESOURCE))
    assert not is_good(allow("sagemaker:DeleteModel", MODELS))


def test_another_project_s_model_cannot_be_tagged_as_one_s_own() -> None:
    both = {"StringEquals": REQUEST, "StringEqualsIfExists": RESOURCE}
    assert is_good(allow("sagemaker:AddTags", MODELS, **both))
    assert not is_good(allow("sagemaker:AddTags", MODELS, StringEquals=REQUEST))


def test_only_cloudformation_describes_what_has_no_tags() -> None:
    described = allow("sagemaker:DescribeModel", MODELS)
    assert is_good(described)
    assert not is_good(described, part="test")


def test_alarms_of_others_are_not_changed() -> None:
    assert is_good(allow("cloudwatch:DeleteAlarms", ALARMS, StringEqualsIfExists=RESOURCE))
    assert not is_good(allow("cloudwatch:DeleteAlarms", ALARMS))


@pytest.mark.parametrize("verb", ["DeregisterScalableTarget", "PutScalingPolicy", "TagResource"])
def test_scaling_of_others_is_not_changed(verb: str) -> None:
    assert is_good(allow(f"application-autoscaling:{verb}", TARGETS, StringEqualsIfExists=RESOURCE))
    assert not is_good(allow(f"application-autoscaling:{verb}", TARGETS))
