"""An endpoint encrypts its disks, and what it captures and answers, with a key, and writes below its own prefix.

API reference, CreateEndpointConfig, KmsKeyId: types with local disks encrypt them by themselves, and refuse a key.
"""

from collections.abc import Iterator
from typing import Any

from scripts.gate.model.template import Problem, Resource, Template
from scripts.gate.model.values import branches, text

KEY = "KmsKeyId"
OUTPUTS = ("S3OutputPath", "S3FailurePath", "DestinationS3Uri")


def check(template: Template) -> Iterator[Problem]:
    for configuration in template.of_type("AWS::SageMaker::EndpointConfig"):
        for problem in (*_disks(configuration), *_outputs(configuration)):
            yield Problem(configuration.name, problem)


def _disks(configuration: Resource) -> Iterator[str]:
    variants = configuration.properties.get("ProductionVariants", [])
    serverless = all("ServerlessConfig" in variant for variant in variants)
    local = any(_local_disks(variant) for variant in variants)
    named = KEY in configuration.properties
    if (named or not (serverless or local)) and not _is_parameter(configuration.properties.get(KEY)):
        yield "does not encrypt its disks with the project's key: set KmsKeyId"


def _outputs(configuration: Resource) -> Iterator[str]:
    for name, settings in _writing(configuration):
        if not _is_parameter(settings.get(KEY)):
            yield f"writes {name} without the project's key: set KmsKeyId in it"
        for place in OUTPUTS:
            if place in settings and not text(settings[place]).startswith("${"):
                yield f"writes {name} to {text(settings[place])}: take the place from a parameter"


def _writing(configuration: Resource) -> Iterator[tuple[str, dict[str, Any]]]:
    for capture in branches(configuration.properties.get("DataCaptureConfig")):
        yield "DataCaptureConfig", capture
    for asynchronous in branches(configuration.properties.get("AsyncInferenceConfig")):
        for output in branches(asynchronous.get("OutputConfig", {})):
            yield "OutputConfig", output


def _is_parameter(value: Any) -> bool:
    return text(value).startswith("${")


def _local_disks(variant: dict[str, Any]) -> bool:
    """Such a type is written out: one from a parameter may be any."""
    family = text(variant.get("InstanceType")).partition(".")[2]
    return bool(family) and not family.startswith("$") and "d." in family
