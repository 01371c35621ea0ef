"""Topics and queues."""

from collections.abc import Callable

from sandbox.cloudformation.resources.api_calls import call
from sandbox.cloudformation.resources.facts import Facts
from sandbox.cloudformation.resources.resource_type import ApiCall, ResourceType, Setting, tagging

PutOn = Callable[[str], ApiCall]
"""The call that puts the policy on the target that an expression finds."""

# Tables are read by column.
# fmt: off
_TOPIC = {"TopicArn": "id"}
_QUEUE = {"QueueUrl": "id"}
_TOPIC_ATTRIBUTES = ("DisplayName", "KmsMasterKeyId", "TracingConfig",
                     "SignatureVersion")
_SUBSCRIPTION_ATTRIBUTES = ("FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy")
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


def _subscription_attribute(name: str) -> Setting:
    members = {"SubscriptionArn": "id", "AttributeName": f"'{name}'", "AttributeValue": f"properties.{name}"}
    return Setting((name,), ApiCall("SetSubscriptionAttributes", members, takes=()), at_create=False)


def _policy(type_name: str, targets: str, put: PutOn, remove: ApiCall | None, read: ApiCall) -> ResourceType:
    """A policy document that is an attribute of topics or queues; a topic's cannot be unset."""
    service, first = type_name.split("::")[1].lower(), f"properties.{targets}[0]"

    def put_on_all(facts: Facts) -> None:
        for target in facts["properties"][targets]:
            call(policy, put("item"), {**facts, "item": target})

    policy = ResourceType(
        type=type_name,
        service=service,
        properties=(targets, "PolicyDocument"),
        create=put(first),
        update=put(first),
        stabilize=put_on_all,
        settings=(Setting((targets,), put("item"), remove, per_element=True),),
        identifier="logical_id",
        delete=(),
        reads=(read,),
        names={"PolicyDocument": "Policy"},
        unread=frozenset({targets}),
    )
    return policy


def _put_on_topic(topic: str) -> ApiCall:
    document = {"AttributeName": "'Policy'", "AttributeValue": "properties.PolicyDocument"}
    return ApiCall("SetTopicAttributes", {"TopicArn": topic, **document}, takes=())


def _put_on_queue(queue: str) -> ApiCall:
    document = {"Attributes.Policy": "properties.PolicyDocument"}
    return ApiCall("SetQueueAttributes", {"QueueUrl": queue, **document}, takes=())


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
            *_SUBSCRIPTION_ATTRIBUTES,
        ),
        names={name: f"Attributes.{name}" for name in _SUBSCRIPTION_ATTRIBUTES},
        settings=tuple(_subscription_attribute(name) for name in _SUBSCRIPTION_ATTRIBUTES),
        create=ApiCall("Subscribe", {"ReturnSubscriptionArn": "`true`"}),
        identifier="result.SubscriptionArn",
        delete=(ApiCall("Unsubscribe", {"SubscriptionArn": "id"}),),
        reads=(ApiCall("GetSubscriptionAttributes", {"SubscriptionArn": "id"}),),
        attributes={"Arn": "id"},
        create_only=("TopicArn", "Protocol", "Endpoint"),
    ),
    _policy(
        "AWS::SNS::TopicPolicy",
        "Topics",
        _put_on_topic,
        None,
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
        "Queues",
        _put_on_queue,
        ApiCall("SetQueueAttributes", {"QueueUrl": "item", "Attributes.Policy": "''"}),
        ApiCall("GetQueueAttributes", {"QueueUrl": "properties.Queues[0]", "AttributeNames": "['All']"}),
    ),
)
