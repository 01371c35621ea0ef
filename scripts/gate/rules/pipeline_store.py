"""A pipeline's artifacts are in the project's bucket, encrypted with the project's key."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template
from scripts.gate.model.values import text


def check(template: Template) -> Iterator[Problem]:
    keys = {f"${{{key.name}.Arn}}" for key in template.of_type("AWS::KMS::Key")}
    buckets = {f"${{{bucket.name}}}" for bucket in template.of_type("AWS::S3::Bucket")}
    for pipeline in template.of_type("AWS::CodePipeline::Pipeline"):
        store = pipeline.properties.get("ArtifactStore", {})
        key = store.get("EncryptionKey", {})
        if text(key.get("Id")) not in keys or text(key.get("Type")) != "KMS":
            yield Problem(pipeline.name, "encrypts artifacts with a key of AWS: set EncryptionKey to the project's")
        if text(store.get("Location")) not in buckets or text(store.get("Type")) != "S3":
            yield Problem(pipeline.name, "keeps artifacts outside the project's bucket: set Location to it")
        if "ArtifactStores" in pipeline.properties:
            yield Problem(pipeline.name, "has stores in several regions: one is enough, with its key")
