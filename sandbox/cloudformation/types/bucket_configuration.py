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
    """CloudFormation flattens what the API nests: filter and expiration."""
    expiration = {member: rule.pop(name) for name, member in _EXPIRATION.items() if name in rule}
    if expiration:
        rule["Expiration"] = expiration
    return rule | {"Filter": _filter(rule)}


def _filter(rule: Properties) -> Properties:
    tags, prefix = rule.pop("TagFilters", []), rule.pop("Prefix", "")
    if not tags:
        return {"Prefix": prefix}
    return {"And": {"Prefix": prefix, "Tags": tags}} if prefix or len(tags) > 1 else {"Tag": tags[0]}


def logging(configuration: Properties) -> Properties:
    target = _renamed(configuration, DestinationBucketName="TargetBucket", LogFilePrefix="TargetPrefix")
    return {"LoggingEnabled": {"TargetPrefix": "", **target}}


def notification(properties: Properties) -> Properties:
    return properties | ({"EventBridgeConfiguration": {}} if "EventBridgeConfiguration" in properties else {})


def cors(configuration: Properties) -> Properties:
    names = {"ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds", "Id": "ID"}
    return {"CORSRules": [_renamed(rule, **names) for rule in configuration["CorsRules"]]}


def _renamed(properties: Properties, **names: str) -> Properties:
    return {names.get(name, name): value for name, value in properties.items()}


def tag_set(tags: list[dict[str, str]]) -> Properties:
    return {"TagSet": tags}
