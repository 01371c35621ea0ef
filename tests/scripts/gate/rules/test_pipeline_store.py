"""Artifacts with a key of AWS, or in somebody else's bucket."""

from typing import Any

from scripts.gate.rules.pipeline_store import check
from tests.scripts.gate.small import KEY, attribute, reported, resource, template

GOOD: dict[str, Any] = {
    "Type": "S3",
    "Location": {"Ref": "Bucket"},
    "EncryptionKey": {"Id": attribute("Key"), "Type": "KMS"},
}


def of(store: dict[str, Any]) -> list[str]:
    pipeline = resource("AWS::CodePipeline::Pipeline", ArtifactStore=store)
    return reported(check, template({"Key": KEY, "Bucket": resource("AWS::S3::Bucket"), "Pipeline": pipeline}))


def test_artifacts_are_in_the_project_s_bucket_with_its_key() -> None:
    assert of(GOOD) == []
    assert of({name: value for name, value in GOOD.items() if name != "EncryptionKey"}) == ["Pipeline"]
    assert of({**GOOD, "EncryptionKey": {"Id": "alias/aws/s3", "Type": "KMS"}}) == ["Pipeline"]
    assert of({**GOOD, "Location": "somebody-elses-bucket"}) == ["Pipeline"]
