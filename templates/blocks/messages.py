"""Messages that rules publish to the account's topic: sentences with links, and objects of the event beside them.

EventBridge escapes nothing that it puts into a string, so a quote in a reason would make the message invalid and it
would be lost. Free text is therefore only taken as part of an object of the event, which stays valid JSON. A path that
an event does not have becomes an empty string: both are recorded answers of AWS.
"""

import json
from collections.abc import Mapping
from typing import Any

from troposphere import AWSHelperFn, GetAtt, events, sqs

from templates.blocks.console import with_links

Texts = Mapping[str, str]


def publish_message(
    topic: AWSHelperFn, dead_letter_queue: sqs.Queue, texts: Texts, paths: Texts, objects: Texts
) -> events.Target:
    """A target with a JSON message. `texts` may hold `<name>` of `paths`, whose values cannot contain quotes.

    `objects` are objects of the event, or strings without quotes, each a member of the message under its name.
    """
    members = [f"{json.dumps(name)}: {json.dumps(text)}" for name, text in texts.items()]
    members += [f"{json.dumps(name)}: <{name}>" for name in objects]
    template = f"{{{', '.join(members)}}}"
    message: dict[str, Any] = {
        "InputPathsMap": {**paths, **objects},
        "InputTemplate": with_links(template) if "${" in template else template,
    }
    return events.Target(
        Id="topic",
        Arn=topic,
        InputTransformer=events.InputTransformer(**message),
        DeadLetterConfig=events.DeadLetterConfig(Arn=GetAtt(dead_letter_queue, "Arn")),
    )
