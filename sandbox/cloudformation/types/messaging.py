"""Topics and queues."""

from sandbox.cloudformation.resource import Call, Kind, Setting, tagging

# Tables are read by column.
# fmt: off
_TOPIC = {"TopicArn": "id"}
_QUEUE = {"QueueUrl": "id"}
_TOPIC_ATTRIBUTES = ("DisplayName", "KmsMasterKeyId", "FifoTopic", "ContentBasedDeduplication", "TracingConfig",
                     "SignatureVersion")
_QUEUE_ATTRIBUTES = (
    "DelaySeconds", "MaximumMessageSize", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "RedrivePolicy",
    "VisibilityTimeout", "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled", "FifoQueue",
    "ContentBasedDeduplication", "RedriveAllowPolicy",
)


def _attribute(name: str) -> Setting:
    put = Call("SetTopicAttributes", _TOPIC | {"AttributeName": f"'{name}'", "AttributeValue": f"properties.{name}"},
               takes=())
    return Setting((name,), put, at_create=False)


def _policy(kind: str, names: dict[str, str], put: Call, read: Call) -> Kind:
    """A policy document that is an attribute of one topic or queue; for several, write several."""
    return Kind(
        type=kind,
        service=kind.split("::")[1].lower(),
        properties=tuple(names),
        names=names,
        create=put,
        update=put,
        identifier="logical_id",
        # The policy goes with what it protects; an attribute cannot be unset through the API.
        delete=(),
        reads=(read,),
        conversions={next(iter(names)): _only},
        # A queue's attributes do not name its address.
        unread=frozenset({"Queues"}),
    )


def _only(targets: list[str]) -> str:
    if len(targets) != 1:
        raise ValueError("the sandbox takes one target for a policy")
    return targets[0]


KINDS = (
    Kind(
        type="AWS::SNS::Topic",
        service="sns",
        properties=("TopicName", *_TOPIC_ATTRIBUTES, "Subscription", "Tags"),
        name=("TopicName", 256),
        names={"TopicName": "Name", **{name: f"Attributes.{name}" for name in _TOPIC_ATTRIBUTES}},
        create=Call("CreateTopic"),
        identifier="result.TopicArn",
        settings=(
            Setting(
                ("Subscription",),
                Call("Subscribe", _TOPIC | {"Protocol": "item.Protocol", "Endpoint": "item.Endpoint"}),
                each=True,
            ),
            *(_attribute(name) for name in _TOPIC_ATTRIBUTES),
            tagging({"ResourceArn": "id"}),
        ),
        delete=(Call("DeleteTopic", _TOPIC),),
        reads=(
            Call("GetTopicAttributes", _TOPIC),
            Call("ListSubscriptionsByTopic", _TOPIC),
            Call("ListTagsForResource", {"ResourceArn": "id"}),
        ),
        attributes={"TopicArn": "id", "TopicName": "properties.TopicName"},
        create_only=("TopicName", "FifoTopic"),
        unread=frozenset({"TopicName"}),
    ),
    Kind(
        type="AWS::SNS::Subscription",
        service="sns",
        properties=(
            "TopicArn",
            "Protocol",
            "Endpoint",
            "FilterPolicy",
            "FilterPolicyScope",
            "RawMessageDelivery",
            "RedrivePolicy",
        ),
        names={
            name: f"Attributes.{name}"
            for name in ("FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy")
        },
        create=Call("Subscribe", {"ReturnSubscriptionArn": "`true`"}),
        identifier="result.SubscriptionArn",
        delete=(Call("Unsubscribe", {"SubscriptionArn": "id"}),),
        reads=(Call("GetSubscriptionAttributes", {"SubscriptionArn": "id"}),),
        attributes={"Arn": "id"},
        create_only=("TopicArn", "Protocol", "Endpoint"),
    ),
    _policy(
        "AWS::SNS::TopicPolicy",
        {"Topics": "TopicArn", "PolicyDocument": "AttributeValue"},
        Call("SetTopicAttributes", {"AttributeName": "'Policy'"}),
        Call("GetTopicAttributes", {"TopicArn": "properties.Topics[0]"}),
    ),
    Kind(
        type="AWS::SQS::Queue",
        service="sqs",
        properties=("QueueName", *_QUEUE_ATTRIBUTES, "Tags"),
        name=("QueueName", 80),
        names={name: f"Attributes.{name}" for name in _QUEUE_ATTRIBUTES},
        create=Call("CreateQueue"),
        identifier="result.QueueUrl",
        settings=(
            Setting(_QUEUE_ATTRIBUTES, Call("SetQueueAttributes", _QUEUE), at_create=False),
            Setting(
                ("Tags",),
                Call("TagQueue", _QUEUE | {"Tags": "[item]"}),
                Call("UntagQueue", _QUEUE | {"TagKeys": "[item.Key]"}),
                each=True,
                key="Key",
                at_create=False,
            ),
        ),
        delete=(Call("DeleteQueue", _QUEUE),),
        reads=(Call("GetQueueAttributes", _QUEUE | {"AttributeNames": "['All']"}), Call("ListQueueTags", _QUEUE)),
        attributes={
            "Arn": "read.GetQueueAttributes.Attributes.QueueArn",
            "QueueName": "properties.QueueName",
            "QueueUrl": "id",
        },
        create_only=("QueueName", "FifoQueue"),
        unread=frozenset({"QueueName"}),
    ),
    _policy(
        "AWS::SQS::QueuePolicy",
        {"Queues": "QueueUrl", "PolicyDocument": "Attributes.Policy"},
        Call("SetQueueAttributes"),
        Call("GetQueueAttributes", {"QueueUrl": "properties.Queues[0]", "AttributeNames": "['All']"}),
    ),
)
