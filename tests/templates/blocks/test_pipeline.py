"""What CodePipeline needs of every pipeline's role: its bucket, and connections of either prefix."""

import json

import pytest

from tests.templates.rendered import products_with, resources_of, template_of
from tests.templates.statements import of_role

WITH_PIPELINE = products_with("AWS::CodePipeline::Pipeline")


@pytest.mark.parametrize("name", WITH_PIPELINE)
def test_pipeline_may_read_what_codepipeline_reads_of_its_bucket(name: str) -> None:
    """AWS's default service role of CodePipeline has all four."""
    roles = resources_of(template_of(name), "AWS::IAM::Role")
    for title in [title for title in roles if title.endswith("PipelineRole")]:
        granted = {action for found in of_role(title, roles[title], name) for action in found.actions}
        assert {"s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"} <= granted, title


@pytest.mark.parametrize("name", WITH_PIPELINE)
def test_each_prefix_of_a_connection_is_conditioned_by_its_own_key(name: str) -> None:
    """Service Authorization Reference: codeconnections and codestar-connections have separate condition keys."""
    text = [
        statement["Fn::If"][1]
        for role in resources_of(template_of(name), "AWS::IAM::Role").values()
        for statement in role["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
        if "UseConnection" in json.dumps(statement)
    ]
    for statement in text:
        (action,) = statement["Action"]
        own_key = f"{action.partition(':')[0]}:FullRepositoryId"
        assert list(statement["Condition"]["StringEqualsIfExists"]) == [own_key]
        assert statement["Condition"]["Null"] == {"aws:ResourceTag/mlops-catalog:launchers": "false"}
        (resource,) = statement["Resource"]
        assert resource["Fn::GetAtt"][1] == "ConnectionArn", "known only once the seeding function allowed it"
    assert {statement["Action"][0].partition(":")[0] for statement in text} == {
        "codeconnections",
        "codestar-connections",
    }
