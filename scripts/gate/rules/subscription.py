"""Messages go by email to the address in the settings: every other protocol would send them to where it is not seen."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template
from scripts.gate.model.values import text


def check(template: Template) -> Iterator[Problem]:
    for subscription in template.of_type("AWS::SNS::Subscription"):
        protocol, endpoint = (text(subscription.properties.get(name)) for name in ("Protocol", "Endpoint"))
        if protocol != "email":
            yield Problem(subscription.name, f"sends messages by {protocol}: send email")
        if endpoint.removeprefix("${").removesuffix("}") not in template.parameters:
            yield Problem(subscription.name, f"sends messages to {endpoint}: take the address from a parameter")
