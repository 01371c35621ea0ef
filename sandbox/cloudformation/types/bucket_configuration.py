"""Configurations of buckets, converted from CloudFormation's properties to the members of the S3 API."""

from sandbox.cloudformation.resources.facts import Properties

_EXPIRATION = {
    "ExpirationInDays": "Days",
    "ExpirationDate": "Date",
    "ExpiredObjectDeleteMarker": "ExpiredObjectDeleteMarker",
}


def encryption(configuration: Properties) -> Properties:
    rules = [
        {
            {"ServerSideEncryptionByDefault": "ApplyServerSideEncryptionByDefault"}.get(name, name): value
            for name, value in rule.items()
        }
        for rule in configuration["ServerSideEncryptionConfiguration"]
    ]
    return {"Rules": rules}


def lifecycle(configuration: Properties) -> Properties:
    return {"Rules": [_lifecycle_rule(dict(rule)) for rule in configuration["Rules"]]}


def _lifecycle_rule(rule: Properties) -> Properties:
    """CloudFormation flattens what the API nests: filter, expiration and transitions."""
    expiration = {member: rule.pop(name) for name, member in _EXPIRATION.items() if name in rule}
    if expiration:
        rule["Expiration"] = expiration
    if "Transitions" in rule:
        rule["Transitions"] = [_transition(transition) for transition in rule["Transitions"]]
    if "NoncurrentVersionTransitions" in rule:
        rule["NoncurrentVersionTransitions"] = [
            _renamed(transition, TransitionInDays="NoncurrentDays")
            for transition in rule["NoncurrentVersionTransitions"]
        ]
    return rule | {"Filter": _filter(rule)}


def _transition(properties: Properties) -> Properties:
    return _renamed(properties, TransitionInDays="Days", TransitionDate="Date")


def _filter(rule: Properties) -> Properties:
    tags, prefix = rule.pop("TagFilters", []), rule.pop("Prefix", "")
    if not tags:
        return {"Prefix": prefix}
    return {"And": {"Prefix": prefix, "Tags": tags}} if prefix or len(tags) > 1 else {"Tag": tags[0]}


def logging(configuration: Properties) -> Properties:
    target = _renamed(configuration, DestinationBucketName="TargetBucket", LogFilePrefix="TargetPrefix")
    return {"LoggingEnabled": {"TargetPrefix": "", **target}}


def notification(properties: Properties) -> Properties:
    configuration = dict(properties)
    if "EventBridgeConfiguration" in configuration:
        configuration["EventBridgeConfiguration"] = {}
    for name, member, renamed in (
        ("TopicConfigurations", "TopicConfigurations", {"Topic": "TopicArn"}),
        ("QueueConfigurations", "QueueConfigurations", {"Queue": "QueueArn"}),
        ("LambdaConfigurations", "LambdaFunctionConfigurations", {"Function": "LambdaFunctionArn"}),
    ):
        if name in configuration:
            targets = configuration.pop(name)
            configuration[member] = [_notification_target(_renamed(target, **renamed)) for target in targets]
    return configuration


def _notification_target(properties: Properties) -> Properties:
    target = {name: value for name, value in properties.items() if name not in ("Event", "Filter")}
    if "Filter" in properties:
        target["Filter"] = {"Key": {"FilterRules": properties["Filter"]["S3Key"]["Rules"]}}
    return target | {"Events": [properties["Event"]]}


def cors(configuration: Properties) -> Properties:
    names = {"ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds", "Id": "ID"}
    return {"CORSRules": [_renamed(rule, **names) for rule in configuration["CorsRules"]]}


def _renamed(properties: Properties, **names: str) -> Properties:
    return {names.get(name, name): value for name, value in properties.items()}


def tag_set(tags: list[dict[str, str]]) -> Properties:
    return {"TagSet": tags}
