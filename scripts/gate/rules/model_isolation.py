"""A deployed model has no way out: network isolation, in the network that the stage has, under the stage's role."""

import re
from collections.abc import Iterator

from scripts.gate.model.template import Body, Problem, Template
from scripts.gate.model.values import branches, text, texts, walk

IMAGE = re.compile(r"^(\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/|\$\{)")


def check(template: Template) -> Iterator[Problem]:
    for model in template.of_type("AWS::SageMaker::Model"):
        network = () if _serverless(template) else _network(model.properties)
        for problem in (*network, *_container(model.properties.get("PrimaryContainer", {}))):
            yield Problem(model.name, problem)
        if not text(model.properties.get("ExecutionRoleArn")).startswith("${"):
            yield Problem(model.name, "names its role by hand: take it from a parameter")


def _serverless(template: Template) -> bool:
    """SageMaker AI Developer Guide, "Deploy models with Amazon SageMaker Serverless Inference", feature exclusions."""
    configurations = template.of_type("AWS::SageMaker::EndpointConfig")
    variants = [one for found in configurations for one in found.properties.get("ProductionVariants", [])]
    return bool(variants) and all("ServerlessConfig" in variant for variant in variants)


def _network(properties: Body) -> Iterator[str]:
    if text(properties.get("EnableNetworkIsolation")) != "true":
        yield "can call anything on the network: set EnableNetworkIsolation"
    networks = list(branches(properties.get("VpcConfig")))
    members = ("Subnets", "SecurityGroupIds")
    if not networks or any(not texts(one.get(name)) for one in networks for name in members):
        yield "runs outside the stage's network: set VpcConfig"


def _container(container: Body) -> Iterator[str]:
    image = text(container.get("Image"))
    if not IMAGE.match(image):
        yield f"serves the image {image}: take one of ECR"
    if not set(container) <= {"Environment", "Image", "ModelDataUrl"}:
        yield f"has {', '.join(sorted(container))}: image, file and variables are enough"
    for found in walk(container):
        literal = isinstance(found, str) and found.startswith(("http://", "s3://")) and "${" not in found
        if literal and "/releases/" not in found:
            yield f"serves {found}: only files below releases/ were approved"
