"""What several probes need first: roles, buckets, queues that receive events, stacks."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scripts.errors import ConfigurationError
from scripts.live.calls import Answer
from scripts.live.images import REGISTRIES
from scripts.live.lab import Lab

ROLE = "iam:CreateRole iam:PutRolePolicy "
BUCKET = "s3:CreateBucket "
EVENTS = "sqs:CreateQueue sqs:SetQueueAttributes sqs:ReceiveMessage events:PutRule events:PutTargets "
STACK = "cloudformation:CreateStack cloudformation:DescribeStacks "
KEY_DAYS = 7
"""The shortest time after which KMS deletes a key; it costs nothing while it waits (AWS KMS pricing)."""
STACK_ENDED = ("_COMPLETE", "_FAILED")


def policy(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions: Sequence[str], resources: Sequence[str] = ("*",), condition: Any = None) -> dict[str, Any]:
    statement: dict[str, Any] = {"Effect": "Allow", "Action": list(actions), "Resource": list(resources)}
    return statement | ({"Condition": condition} if condition else {})


def trust(principal: Mapping[str, str], condition: Any = None) -> dict[str, Any]:
    statement: dict[str, Any] = {"Effect": "Allow", "Principal": dict(principal), "Action": "sts:AssumeRole"}
    return statement | ({"Condition": condition} if condition else {})


def service_role(lab: Lab, word: str, service: str, *statements: Mapping[str, Any], condition: Any = None) -> str:
    """The ARN of a new role that a service may assume."""
    return role(lab, word, trust({"Service": f"{service}.amazonaws.com"}, condition), *statements)


def own_role(lab: Lab, word: str, *statements: Mapping[str, Any]) -> str:
    """The ARN of a new role that this account may assume."""
    return role(lab, word, trust({"AWS": lab.arn("iam", "root", region=False)}), *statements)


def role(lab: Lab, word: str, trusted: Mapping[str, Any], *statements: Mapping[str, Any]) -> str:
    name = lab.name(word)
    made = lab.create("iam:CreateRole", RoleName=name, AssumeRolePolicyDocument=policy(trusted))
    if statements:
        lab("iam:PutRolePolicy", RoleName=name, PolicyName="permissions", PolicyDocument=policy(*statements))
    return made["Role"]["Arn"]


def bucket(lab: Lab, word: str = "data") -> str:
    """The name of a new bucket; us-east-1 is no location constraint (S3 API reference, CreateBucket)."""
    region = lab.place.region
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    lab.create("s3:CreateBucket", Bucket=lab.name(word), **where)
    return lab.name(word)


def put(lab: Lab, bucket_name: str, key: str, body: str | bytes) -> str:
    """Stores an object; its S3 address."""
    content = body.encode() if isinstance(body, str) else body
    lab("s3:PutObject", Bucket=bucket_name, Key=key, Body=content, ExpectedBucketOwner=lab.place.account)
    return f"s3://{bucket_name}/{key}"


def events_queue(lab: Lab, pattern: Mapping[str, Any]) -> str:
    """The address of a new queue that receives the events of a pattern."""
    name = lab.name("events")
    arn = lab.arn("sqs", name)
    address = lab.create("sqs:CreateQueue", QueueName=name)["QueueUrl"]
    sender = {"Service": "events.amazonaws.com"}
    statement = {"Effect": "Allow", "Principal": sender, "Action": "sqs:SendMessage", "Resource": arn}
    lab("sqs:SetQueueAttributes", QueueUrl=address, Attributes={"Policy": policy(statement)})
    lab.create("events:PutRule", Name=name, EventPattern=json.dumps(pattern))
    lab("events:PutTargets", Rule=name, Targets=[{"Id": "queue", "Arn": arn}])
    lab.rest()
    return address


def next_event(lab: Lab, queue: str) -> Any:
    """The detail of an event that the queue received; None when none comes."""
    received = lab.until(
        "sqs:ReceiveMessage", lambda answer: answer.get("Messages"), lab.pace.event, QueueUrl=queue, WaitTimeSeconds=1
    )
    messages = received.get("Messages", [])
    return json.loads(messages[0]["Body"])["detail"] if messages else None


def stack(lab: Lab, word: str, template: Mapping[str, Any], **options: Any) -> Answer:
    """A new stack as described when it rests."""
    begin_stack(lab, word, template, **options)
    return settled_stack(lab, lab.name(word))


def begin_stack(lab: Lab, word: str, template: Mapping[str, Any], **options: Any) -> None:
    lab.create("cloudformation:CreateStack", StackName=lab.name(word), TemplateBody=json.dumps(template), **options)


def key(lab: Lab, *statements: Mapping[str, Any]) -> str:
    """The ARN of a new key of KMS. Its stack has a name, so that it is found if its id was never seen."""
    administrator = {"Effect": "Allow", "Principal": {"AWS": lab.arn("iam", "root", region=False)}}
    everything = {**administrator, "Action": "kms:*", "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": [everything, *statements]}
    resource = {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": document, "PendingWindowInDays": KEY_DAYS}}
    output = {"Arn": {"Value": {"Fn::GetAtt": ["Key", "Arn"]}}}
    return stack(lab, "key", {"Resources": {"Key": resource}, "Outputs": output})["Outputs"][0]["OutputValue"]


def settled_stack(lab: Lab, name: str) -> Answer:
    answer = lab.until(
        "cloudformation:DescribeStacks",
        lambda answer: (
            answer["Stacks"][0]["StackStatus"].endswith(STACK_ENDED)
            and "IN_PROGRESS" not in answer["Stacks"][0]["StackStatus"]
        ),
        StackName=name,
    )
    return answer["Stacks"][0]


def xgboost_image(lab: Lab) -> str:
    """AWS's image that the seeds train and serve with."""
    region = lab.place.region
    if region not in REGISTRIES:
        raise ConfigurationError(
            f"the registry of AWS's images in {region} is not known", hint="scripts/live/images.py"
        )
    suffix = "amazonaws.com.cn" if lab.place.partition == "aws-cn" else "amazonaws.com"
    return f"{REGISTRIES[region]}.dkr.ecr.{region}.{suffix}/sagemaker-xgboost:3.2-0"
