"""Finds what an upgrade from one version to the next would destroy, from CloudFormation's own schemas."""

from collections.abc import Iterator, Mapping
from typing import Any

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

Template = Mapping[str, Any]

# Deleting one of these loses what people or programs put there, or a name that others hold on to.
STATEFUL_TYPES = {
    "AWS::CodeCommit::Repository",
    "AWS::ECR::Repository",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::SageMaker::Domain",
    "AWS::SageMaker::FeatureGroup",
    "AWS::SageMaker::ModelPackageGroup",
    "AWS::SageMaker::UserProfile",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
}


def losses(before: Template, after: Template) -> dict[str, str]:
    """What happens to each stateful resource that the upgrade would not leave in place, by logical id."""
    return dict(_losses(before["Resources"], after["Resources"]))


def _losses(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for logical_id, old in before.items():
        if old["Type"] not in STATEFUL_TYPES:
            continue
        new = after.get(logical_id)
        if new is None:
            yield logical_id, "would be dropped"
        elif new["Type"] != old["Type"]:
            yield logical_id, f"would become {new['Type']}"
        else:
            changed = [name for name in _create_only(old["Type"]) if _property(old, name) != _property(new, name)]
            if changed:
                yield logical_id, f"would be replaced, since {', '.join(changed)} changed"


def _create_only(kind: str) -> list[str]:
    """Properties that CloudFormation can change only by making a new resource."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema
    return sorted({path.split("/")[2] for path in schema.get("createOnlyProperties", [])})


def _property(resource: Mapping[str, Any], name: str) -> object:
    return resource.get("Properties", {}).get(name)
