"""Pipelines of SageMaker: what of a definition is refused."""

from typing import Any


def test_a_pipeline_definition_in_a_bucket_is_refused_by_name(sandbox: Any) -> None:
    definition = {"PipelineDefinitionS3Location": {"Bucket": "b", "Key": "k"}}
    properties = {"PipelineName": "p", "PipelineDefinition": definition, "RoleArn": "arn:aws:iam::222222222222:role/x"}
    pipeline = {"Type": "AWS::SageMaker::Pipeline", "Properties": properties}
    sandbox.deploy("remote-definition", {"Resources": {"Pipeline": pipeline}})
    assert "PipelineDefinition/PipelineDefinitionS3Location" in sandbox.failures("remote-definition")[0]
