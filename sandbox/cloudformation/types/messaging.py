"""Topics and queues."""

from sandbox.cloudformation.resources.resource_type import ApiCall, ResourceType, Setting, tagging

# Tables are read by column.
# fmt: off
_TOPIC = {"TopicArn": "id"}
_QUEUE = {"QueueUrl": "id"}
_TOPIC_ATTRIBUTES = ("DisplayName", "KmsMasterKeyId", "TracingConfig",
                     "SignatureVersion")
_QUEUE_ATTRIBUTES = (
    "DelaySeconds", "MaximumMessageSize", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "RedrivePolicy",
    "VisibilityTimeout", "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled",
    "RedriveAllowPolicy",
)
# Recorded: what a queue gets back when a property is taken out of its template; an empty value removes an attribute.
_QUEUE_DEFAULTS = {
    "DelaySeconds": "0", "MaximumMessageSize": "262144", "MessageRetentionPeriod": "345600",
    "ReceiveMessageWaitTimeSeconds": "0", "VisibilityTimeout": "30", "KmsDataKeyReusePeriodSeconds": "300",
    "KmsMasterKeyId": "", "RedrivePolicy": "", "RedriveAllowPolicy": "",
}
_RESET_QUEUE = ApiCall(
    "SetQueueAttributes",
    _QUEUE | {"Attributes.SqsManagedSseEnabled": "properties.SqsManagedSseEnabled"}
    | {f"Attributes.{name}": f"properties.{name} || '{default}'" for name, default in _QUEUE_DEFAULTS.items()},
    takes=(),
)


def _attribute(name: str) -> Setting:
    put = ApiCall("SetTopicAttributes", _TOPIC | {"AttributeName": f"'{name}'", "AttributeValue": f"properties.{name}"},
                  takes=())
    return Setting((name,), put, at_create=False)


def _policy(type_name: str, names: dict[str, str], put: ApiCall, read: ApiCall) -> ResourceType:
    """A policy document that is an attribute of one topic or queue; for several, write several."""
    return ResourceType(
        type=type_name,
        service=type_name.split("::")[1].lower(),
        properties=tuple(names),
        names=names,
        create=put,
        update=put,
        identifier="logical_id",
        # The policy goes with what it protects; an attribute cannot be unset through the API.
        delete=(),
        reads=(read,),
        conversions={next(iter(names)): _single_target},
        # A queue's attributes do not name its address.
        unread=frozenset({"Queues"}),
    )


def _single_target(targets: list[str]) -> str:
    if len(targets) != 1:
        raise ValueError("the sandbox takes one target for a policy")
    return targets[0]


RESOURCE_TYPES = (
    ResourceType(
        type="AWS::SNS::Topic",
        service="sns",
        properties=("TopicName", *_TOPIC_ATTRIBUTES, "Subscription", "Tags"),
        name=("TopicName", 256),
        names={"TopicName": "Name", **{name: f"Attributes.{name}" for name in _TOPIC_ATTRIBUTES}},
        create=ApiCall("CreateTopic"),
        identifier="result.TopicArn",
        settings=(
            Setting(
                ("Subscription",),
                ApiCall("Subscribe", _TOPIC | {"Protocol": "item.Protocol", "Endpoint": "item.Endpoint"}),
                per_element=True,
            ),
            *(_attribute(name) for name in _TOPIC_ATTRIBUTES),
            tagging({"ResourceArn": "id"}),
        ),
        delete=(ApiCall("DeleteTopic", _TOPIC),),
        reads=(
            ApiCall("GetTopicAttributes", _TOPIC),
            ApiCall("ListSubscriptionsByTopic", _TOPIC),
            ApiCall("ListTagsForResource", {"ResourceArn": "id"}),
        ),
        attributes={"TopicArn": "id", "TopicName": "properties.TopicName"},
        create_only=("TopicName",),
        unread=frozenset({"TopicName"}),
    ),
    ResourceType(
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
        create=ApiCall("Subscribe", {"ReturnSubscriptionArn": "`true`"}),
        identifier="result.SubscriptionArn",
        delete=(ApiCall("Unsubscribe", {"SubscriptionArn": "id"}),),
        reads=(ApiCall("GetSubscriptionAttributes", {"SubscriptionArn": "id"}),),
        attributes={"Arn": "id"},
        create_only=("TopicArn", "Protocol", "Endpoint"),
    ),
    _policy(
        "AWS::SNS::TopicPolicy",
        {"Topics": "TopicArn", "PolicyDocument": "AttributeValue"},
        ApiCall("SetTopicAttributes", {"AttributeName": "'Policy'"}),
        ApiCall("GetTopicAttributes", {"TopicArn": "properties.Topics[0]"}),
    ),
    ResourceType(
        type="AWS::SQS::Queue",
        service="sqs",
        properties=("QueueName", *_QUEUE_ATTRIBUTES, "Tags"),
        name=("QueueName", 80),
        names={name: f"Attributes.{name}" for name in _QUEUE_ATTRIBUTES},
        create=ApiCall("CreateQueue"),
        identifier="result.QueueUrl",
        settings=(
            Setting(_QUEUE_ATTRIBUTES, _RESET_QUEUE, _RESET_QUEUE, at_create=False),
            Setting(
                ("Tags",),
                ApiCall("TagQueue", _QUEUE | {"Tags": "[item]"}),
                ApiCall("UntagQueue", _QUEUE | {"TagKeys": "[item.Key]"}),
                per_element=True,
                key="Key",
                at_create=False,
            ),
        ),
        delete=(ApiCall("DeleteQueue", _QUEUE),),
        reads=(ApiCall("GetQueueAttributes", _QUEUE | {"AttributeNames": "['All']"}), ApiCall("ListQueueTags", _QUEUE)),
        attributes={
            "Arn": "read.GetQueueAttributes.Attributes.QueueArn",
            "QueueName": "properties.QueueName",
            "QueueUrl": "id",
        },
        create_only=("QueueName",),
        unread=frozenset({"QueueName"}),
    ),
    _policy(
        "AWS::SQS::QueuePolicy",
        {"Queues": "QueueUrl", "PolicyDocument": "Attributes.Policy"},
        ApiCall("SetQueueAttributes"),
        ApiCall("GetQueueAttributes", {"QueueUrl": "properties.Queues[0]", "AttributeNames": "['All']"}),
    ),
)
