"""Buckets: one call per configuration, as in the S3 API."""

from typing import Any

from sandbox.cloudformation.resource import Call, Kind, Setting

# Tables are read by column.
# fmt: off
_BUCKET = {"Bucket": "id"}


def _encryption(given: dict) -> dict:
    rules = [
        {{"ServerSideEncryptionByDefault": "ApplyServerSideEncryptionByDefault"}.get(name, name): value
         for name, value in rule.items()}
        for rule in given["ServerSideEncryptionConfiguration"]
    ]
    return {"Rules": rules}


def _lifecycle(given: dict) -> dict:
    return {"Rules": [_lifecycle_rule(dict(rule)) for rule in given["Rules"]]}


def _lifecycle_rule(rule: dict) -> dict:
    """CloudFormation flattens what the API nests: filter, expiration and transitions."""
    expiration = {
        member: rule.pop(name)
        for name, member in (
            ("ExpirationInDays", "Days"),
            ("ExpirationDate", "Date"),
            ("ExpiredObjectDeleteMarker", "ExpiredObjectDeleteMarker"),
        )
        if name in rule
    }
    if expiration:
        rule["Expiration"] = expiration
    if "Transitions" in rule:
        rule["Transitions"] = [_transition(each) for each in rule["Transitions"]]
    if "NoncurrentVersionTransitions" in rule:
        moves = rule["NoncurrentVersionTransitions"]
        rule["NoncurrentVersionTransitions"] = [_renamed(each, TransitionInDays="NoncurrentDays") for each in moves]
    return rule | {"Filter": _filter(rule)}


def _transition(given: dict) -> dict:
    return _renamed(given, TransitionInDays="Days", TransitionDate="Date")


def _filter(rule: dict) -> dict:
    tags, prefix = rule.pop("TagFilters", []), rule.pop("Prefix", "")
    if not tags:
        return {"Prefix": prefix}
    return {"And": {"Prefix": prefix, "Tags": tags}} if prefix or len(tags) > 1 else {"Tag": tags[0]}


def _logging(given: dict) -> dict:
    target = _renamed(given, DestinationBucketName="TargetBucket", LogFilePrefix="TargetPrefix")
    return {"LoggingEnabled": {"TargetPrefix": "", **target}}


def _notification(given: dict) -> dict:
    known = dict(given)
    if "EventBridgeConfiguration" in known:
        known["EventBridgeConfiguration"] = {}
    for name, member, renamed in (
        ("TopicConfigurations", "TopicConfigurations", {"Topic": "TopicArn"}),
        ("QueueConfigurations", "QueueConfigurations", {"Queue": "QueueArn"}),
        ("LambdaConfigurations", "LambdaFunctionConfigurations", {"Function": "LambdaFunctionArn"}),
    ):
        if name in known:
            known[member] = [_notified(_renamed(each, **renamed)) for each in known.pop(name)]
    return known


def _notified(given: dict) -> dict:
    found = {name: value for name, value in given.items() if name not in ("Event", "Filter")}
    if "Filter" in given:
        found["Filter"] = {"Key": {"FilterRules": given["Filter"]["S3Key"]["Rules"]}}
    return found | {"Events": [given["Event"]]}


def _cors(given: dict) -> dict:
    names = {"ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds", "Id": "ID"}
    return {"CORSRules": [_renamed(rule, **names) for rule in given["CorsRules"]]}


def _renamed(given: dict, **names: str) -> dict:
    return {names.get(name, name): value for name, value in given.items()}


def _tag_set(tags: list[dict[str, str]]) -> dict[str, Any]:
    return {"TagSet": tags}


def _configuration(name: str, member: str, put: str, remove: str = "") -> tuple[str, str, Setting]:
    setting = Setting((name,), Call(put, _BUCKET), Call(remove, _BUCKET) if remove else None)
    return name, member, setting


_CONFIGURATIONS = (
    _configuration("BucketEncryption", "ServerSideEncryptionConfiguration", "PutBucketEncryption",
                   "DeleteBucketEncryption"),
    _configuration("VersioningConfiguration", "VersioningConfiguration", "PutBucketVersioning"),
    _configuration("LifecycleConfiguration", "LifecycleConfiguration", "PutBucketLifecycleConfiguration",
                   "DeleteBucketLifecycle"),
    _configuration("PublicAccessBlockConfiguration", "PublicAccessBlockConfiguration", "PutPublicAccessBlock",
                   "DeletePublicAccessBlock"),
    _configuration("OwnershipControls", "OwnershipControls", "PutBucketOwnershipControls",
                   "DeleteBucketOwnershipControls"),
    _configuration("LoggingConfiguration", "BucketLoggingStatus", "PutBucketLogging"),
    _configuration("NotificationConfiguration", "NotificationConfiguration", "PutBucketNotificationConfiguration"),
    _configuration("CorsConfiguration", "CORSConfiguration", "PutBucketCors", "DeleteBucketCors"),
    _configuration("Tags", "Tagging", "PutBucketTagging", "DeleteBucketTagging"),
)
_READS = (
    "GetBucketEncryption", "GetBucketVersioning", "GetBucketLifecycleConfiguration", "GetPublicAccessBlock",
    "GetBucketOwnershipControls", "GetBucketLogging", "GetBucketNotificationConfiguration", "GetBucketCors",
    "GetBucketTagging",
)

KINDS = (
    Kind(
        type="AWS::S3::Bucket",
        service="s3",
        properties=("BucketName", "ObjectLockEnabled", *(name for name, _, _ in _CONFIGURATIONS)),
        names={
            "BucketName": "Bucket",
            "ObjectLockEnabled": "ObjectLockEnabledForBucket",
            **{name: member for name, member, _ in _CONFIGURATIONS},
        },
        name=("BucketName", 63),
        create=Call("CreateBucket", {
            "CreateBucketConfiguration.LocationConstraint": "region != 'us-east-1' && region || null"}),
        identifier="properties.BucketName",
        settings=tuple(setting for _, _, setting in _CONFIGURATIONS),
        delete=(Call("DeleteBucket", _BUCKET),),
        reads=tuple(Call(operation, _BUCKET) for operation in _READS),
        conversions={
            "BucketEncryption": _encryption,
            "LifecycleConfiguration": _lifecycle,
            "LoggingConfiguration": _logging,
            "NotificationConfiguration": _notification,
            "CorsConfiguration": _cors,
            "Tags": _tag_set,
        },
        attributes={
            "Arn": "join('', ['arn:aws:s3:::', id])",
            "DomainName": "join('', [id, '.s3.amazonaws.com'])",
            "RegionalDomainName": "join('.', [id, 's3', region, 'amazonaws.com'])",
        },
        create_only=("BucketName", "ObjectLockEnabled"),
        unread=frozenset({"BucketName", "ObjectLockEnabled"}),
    ),
    Kind(
        type="AWS::S3::BucketPolicy",
        service="s3",
        properties=("Bucket", "PolicyDocument"),
        names={"PolicyDocument": "Policy"},
        create=Call("PutBucketPolicy"),
        update=Call("PutBucketPolicy"),
        identifier="properties.Bucket",
        delete=(Call("DeleteBucketPolicy", _BUCKET),),
        reads=(Call("GetBucketPolicy", _BUCKET),),
        create_only=("Bucket",),
        unread=frozenset({"Bucket"}),
    ),
)
