"""Buckets: one call per configuration, as in the S3 API."""

from sandbox.cloudformation.resources.resource_type import ApiCall, ResourceType, Setting
from sandbox.cloudformation.types import bucket_configuration

# Tables are read by column.
# fmt: off
_BUCKET = {"Bucket": "id"}


def _configuration(name: str, member: str, put: str, remove: str = "") -> tuple[str, str, Setting]:
    setting = Setting((name,), ApiCall(put, _BUCKET), ApiCall(remove, _BUCKET) if remove else None)
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

RESOURCE_TYPES = (
    ResourceType(
        type="AWS::S3::Bucket",
        service="s3",
        properties=("BucketName", *(name for name, _, _ in _CONFIGURATIONS)),
        names={
            "BucketName": "Bucket",
            **{name: member for name, member, _ in _CONFIGURATIONS},
        },
        name=("BucketName", 63),
        create=ApiCall("CreateBucket", {
            "CreateBucketConfiguration.LocationConstraint": "region != 'us-east-1' && region || null"}),
        identifier="properties.BucketName",
        settings=tuple(setting for _, _, setting in _CONFIGURATIONS),
        delete=(ApiCall("DeleteBucket", _BUCKET),),
        reads=tuple(ApiCall(operation, _BUCKET) for operation in _READS),
        conversions={
            "BucketEncryption": bucket_configuration.encryption,
            "LifecycleConfiguration": bucket_configuration.lifecycle,
            "LoggingConfiguration": bucket_configuration.logging,
            "NotificationConfiguration": bucket_configuration.notification,
            "CorsConfiguration": bucket_configuration.cors,
            "Tags": bucket_configuration.tag_set,
        },
        attributes={
            "Arn": "join('', ['arn:aws:s3:::', id])",
            "DomainName": "join('', [id, '.s3.amazonaws.com'])",
            "RegionalDomainName": "join('.', [id, 's3', region, 'amazonaws.com'])",
        },
        create_only=("BucketName",),
        unread=frozenset({"BucketName"}),
    ),
    ResourceType(
        type="AWS::S3::BucketPolicy",
        service="s3",
        properties=("Bucket", "PolicyDocument"),
        names={"PolicyDocument": "Policy"},
        create=ApiCall("PutBucketPolicy"),
        update=ApiCall("PutBucketPolicy"),
        identifier="properties.Bucket",
        delete=(ApiCall("DeleteBucketPolicy", _BUCKET),),
        reads=(ApiCall("GetBucketPolicy", _BUCKET),),
        create_only=("Bucket",),
        unread=frozenset({"Bucket"}),
    ),
)
