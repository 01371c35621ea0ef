"""A deployed model has no way out: network isolation, in the stage's network where it has one, under the stage's role."""

import re
from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template
from scripts.gate.model.values import branches, text, texts, walk

IMAGE = re.compile(r"^(\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/|\$\{)")


def check(template: Template) -> Iterator[Problem]:
    for model in template.of_type("AWS::SageMaker::Model"):
        properties = model.properties
        if text(properties.get("EnableNetworkIsolation")) != "true":
            yield Problem(model.name, "can call anything on the network: set EnableNetworkIsolation")
        networks = list(branches(properties.get("VpcConfig")))
        if not networks or any(
            not texts(one.get(name)) for one in networks for name in ("Subnets", "SecurityGroupIds")
        ):
            yield Problem(model.name, "runs outside the stage's network: set VpcConfig")
        if not text(properties.get("ExecutionRoleArn")).startswith("${"):
            yield Problem(model.name, "names its role by hand: take it from a parameter")
        container = properties.get("PrimaryContainer", {})
        if not IMAGE.match(text(container.get("Image"))):
            yield Problem(model.name, f"serves the image {text(container.get('Image'))}: take one of ECR")
        if not set(container) <= {"Environment", "Image", "ModelDataUrl"}:
            yield Problem(model.name, f"has {', '.join(sorted(container))}: image, file and variables are enough")
        for found in walk(properties):
            if isinstance(found, str) and found.startswith(("http://", "s3://")) and "${" not in found:
                yield from _place(model.name, found)


def _place(name: str, found: str) -> Iterator[Problem]:
    if "/releases/" not in found:
        yield Problem(name, f"serves {found}: only files below releases/ were approved")
