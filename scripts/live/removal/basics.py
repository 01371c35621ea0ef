"""Roles, buckets, queues and rules."""

from scripts.live.removal.remover import Remover


def remove_role(remove: Remover, name: str) -> None:
    for policy in remove.all("iam:ListRolePolicies", "PolicyNames", RoleName=name):
        remove("iam:DeleteRolePolicy", RoleName=name, PolicyName=policy)
    remove("iam:DeleteRole", RoleName=name)


def remove_bucket(remove: Remover, name: str) -> None:
    owner = {"Bucket": name, "ExpectedBucketOwner": remove.aws.place.account}
    while found := remove.all("s3:ListObjectsV2", "Contents", **owner):
        for item in found:
            remove("s3:DeleteObject", Key=item["Key"], **owner)
    remove("s3:DeleteBucket", **owner)


def remove_queue(remove: Remover, name: str) -> None:
    found = remove("sqs:GetQueueUrl", QueueName=name)
    if found:
        remove("sqs:DeleteQueue", QueueUrl=found["QueueUrl"])


def remove_rule(remove: Remover, name: str) -> None:
    targets = [target["Id"] for target in remove.all("events:ListTargetsByRule", "Targets", Rule=name)]
    if targets:
        remove("events:RemoveTargets", Rule=name, Ids=targets)
    remove("events:DeleteRule", Name=name)
