"""A deployed model has no way out: network isolation, in the stage's network where it has one, under the stage's role."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template
from scripts.gate.model.values import branches, text, texts, walk

PINNED = "@sha256:"


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
        for found in walk(properties):
            if isinstance(found, str) and found.startswith(("http://", "s3://")) and "${" not in found:
                yield from _place(model.name, found)


def _place(name: str, found: str) -> Iterator[Problem]:
    if "/releases/" not in found:
        yield Problem(name, f"serves {found}: only files below releases/ were approved")
