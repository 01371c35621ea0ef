"""The messages that a template's rules publish to the account's topic."""

import json
import re
from typing import Any

from tests.templates.rendered import filled_in, resources_of, template_of


def topic_targets(name: str) -> dict[str, dict[str, Any]]:
    """The targets that are the topic, by the logical id of their rule."""
    rules = resources_of(template_of(name), "AWS::Events::Rule").items()
    targets = {title: body["Properties"]["Targets"][0] for title, body in rules}
    of_topic = {title: filled_in(target) for title, target in targets.items() if target["Id"] == "topic"}
    for target in of_topic.values():
        transformer = target["InputTransformer"]
        transformer["InputTemplate"] = transformer["InputTemplate"].replace("<Bucket>", "my-bucket")
    return of_topic


def message(name: str, title: str, **values: str) -> dict[str, Any]:
    """The message of a rule whose paths lead to these values, written as EventBridge would."""
    template = topic_targets(name)[title]["InputTransformer"]["InputTemplate"]
    in_text = re.sub(r'"(?:\\.|[^"\\])*"', lambda text: re.sub(r"<([\w-]+)>", r"\1", text[0]), template)
    return json.loads(re.sub(r"<([\w-]+)>", lambda name: values.get(name[1], '""'), in_text))
