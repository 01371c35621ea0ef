"""What probes make: which call makes it, where its name and tags go, and how it is removed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scripts.live.removal import basics, machine_learning, service_catalog, stacks
from scripts.live.removal.remover import Removal, simple

TAG = "sagemaker-project-catalog:live"
"""The tag of everything that a run makes; its value is the run's id."""

Tags = Callable[[str, str], Any]


@dataclass(frozen=True)
class Kind:
    """`member` is the parameter with the name; `tags` the parameter with the tags and their form."""

    member: str
    remove: Removal
    tags: tuple[str, Tags] | None = None


def listed(key: str, value: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value}]


def listed_small(key: str, value: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value}]


def mapped(key: str, value: str) -> dict[str, str]:
    return {key: value}


KINDS: Mapping[str, Kind] = {
    "cloudformation:CreateStack": Kind("StackName", stacks.remove_stack, ("Tags", listed)),
    "cloudformation:CreateStackSet": Kind("StackSetName", stacks.remove_stack_set, ("Tags", listed)),
    "codebuild:CreateProject": Kind("name", simple("codebuild:DeleteProject", "name"), ("tags", listed_small)),
    "codepipeline:CreatePipeline": Kind(
        "pipeline.name", simple("codepipeline:DeletePipeline", "name"), ("tags", listed_small)
    ),
    "events:PutRule": Kind("Name", basics.remove_rule, ("Tags", listed)),
    "iam:CreateRole": Kind("RoleName", basics.remove_role, ("Tags", listed)),
    "s3:CreateBucket": Kind("Bucket", basics.remove_bucket),
    "sagemaker:CreateEndpoint": Kind("EndpointName", machine_learning.remove_endpoint, ("Tags", listed)),
    "sagemaker:CreateEndpointConfig": Kind(
        "EndpointConfigName", simple("sagemaker:DeleteEndpointConfig", "EndpointConfigName"), ("Tags", listed)
    ),
    "sagemaker:CreateModel": Kind("ModelName", simple("sagemaker:DeleteModel", "ModelName"), ("Tags", listed)),
    "sagemaker:CreateModelPackageGroup": Kind("ModelPackageGroupName", machine_learning.remove_group, ("Tags", listed)),
    "sagemaker:CreatePipeline": Kind("PipelineName", machine_learning.remove_training, ("Tags", listed)),
    "sagemaker:CreateProject": Kind("ProjectName", machine_learning.remove_project, ("Tags", listed)),
    "sagemaker:CreateTrainingJob": Kind("TrainingJobName", machine_learning.stop_training, ("Tags", listed)),
    "servicecatalog:CreatePortfolio": Kind("DisplayName", service_catalog.remove_portfolio, ("Tags", listed)),
    "servicecatalog:CreateProduct": Kind("Name", service_catalog.remove_product, ("Tags", listed)),
    "servicecatalog:ProvisionProduct": Kind(
        "ProvisionedProductName", service_catalog.remove_provisioned, ("Tags", listed)
    ),
    "sqs:CreateQueue": Kind("QueueName", basics.remove_queue, ("tags", mapped)),
}


def name_of(call: str, parameters: Mapping[str, Any]) -> str:
    """The name that a call gives to what it makes."""
    value: Any = parameters
    for word in KINDS[call].member.split("."):
        value = value[word]
    return str(value)


def tagged(call: str, parameters: Mapping[str, Any], run: str) -> dict[str, Any]:
    """The parameters with the run's tag, if that call takes tags."""
    place = KINDS[call].tags
    return {**parameters, place[0]: place[1](TAG, run)} if place else dict(parameters)
