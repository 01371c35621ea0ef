"""What a rule tells the account's topic: a sentence with links, and beside it what the event says in its own words.

EventBridge escapes nothing that it puts into a text, so that a quote in a reason would break the message and nobody
would get it. Free text is therefore only taken as part of an object of the event, which stays valid JSON. A path that
an event does not have becomes an empty text: both are recorded answers of AWS.
"""

import json
from collections.abc import Mapping
from typing import Any

from troposphere import AWSHelperFn, GetAtt, events, sqs

from templates.console import with_links

Texts = Mapping[str, str]


def tell(topic: AWSHelperFn, undelivered: sqs.Queue, texts: Texts, paths: Texts, objects: Texts) -> events.Target:
    """A target with a JSON message. `texts` may hold `<name>` of `paths`, whose values have no quotes, by their form.

    `objects` are the event's own objects, or texts without quotes, each a member of the message under its name.
    """
    members = [f"{json.dumps(name)}: {json.dumps(text)}" for name, text in texts.items()]
    members += [f"{json.dumps(name)}: <{name}>" for name in objects]
    written = f"{{{', '.join(members)}}}"
    message: dict[str, Any] = {
        "InputPathsMap": {**paths, **objects},
        "InputTemplate": with_links(written) if "${" in written else written,
    }
    return events.Target(
        Id="topic",
        Arn=topic,
        InputTransformer=events.InputTransformer(**message),
        DeadLetterConfig=events.DeadLetterConfig(Arn=GetAtt(undelivered, "Arn")),
    )
