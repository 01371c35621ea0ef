"""Configurations of buckets: Amazon S3 API Reference, the operations; the refusals' words are recorded."""

from typing import Any

from ministack.services import s3

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.s3 import encryption, tags
from sandbox.engine.rules.s3.buckets import exists, in_account_of, malformed_xml
from sandbox.engine.rules.s3.creation import OWNERSHIPS
from sandbox.engine.rules.s3.listings import without_name

_BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
_MOST_TAGS = 50
_DEFAULT_REGION = "us-east-1"
_NO_BUCKET = "The target bucket for logging does not exist"
_OTHER_OWNER = "The owner for the bucket to be logged and the target bucket must be the same."


def check_encryption(request: Request) -> None:
    encryption.check_default(request)


def check_tags(request: Request) -> None:
    given = request.get("Tagging", {}).get("TagSet") or []
    if not exists(request["Bucket"]):
        return
    tags.check(given)
    if len(given) > _MOST_TAGS:
        raise ServiceError("BadRequest", "Bucket tag count cannot be greater than 50")


def check_versioning(request: Request) -> None:
    configuration = request.get("VersioningConfiguration", {})
    if configuration.get("MFADelete") == "Enabled":
        raise not_emulated("MFADelete of s3:PutBucketVersioning")
    if "Status" not in configuration:
        message = "The Versioning element must be specified"
        raise ServiceError("IllegalVersioningConfigurationException", message)
    if configuration["Status"] not in ("Enabled", "Suspended"):
        raise malformed_xml()


def check_ownership(request: Request) -> None:
    rules = request.get("OwnershipControls", {}).get("Rules") or []
    if len(rules) != 1 or rules[0].get("ObjectOwnership") not in OWNERSHIPS:
        raise malformed_xml()


def check_notifications(request: Request) -> None:
    """Events of objects go to EventBridge only."""
    others = set(request.get("NotificationConfiguration", {})) - {"EventBridgeConfiguration"}
    if others:
        raise not_emulated(f"{', '.join(sorted(others))} of s3:PutBucketNotificationConfiguration")


def check_public_access(request: Request) -> None:
    if not request.get("PublicAccessBlockConfiguration"):
        raise ServiceError("InvalidRequest", "Must specify at least one configuration.")


def check_logging(request: Request) -> None:
    """User Guide, "Logging requests with server access logging": a target of the same region and owner."""
    source, target = request["Bucket"], request.get("BucketLoggingStatus", {}).get("LoggingEnabled")
    if not target or not exists(source):
        return
    if target.get("TargetGrants") or target.get("TargetObjectKeyFormat"):
        raise not_emulated("TargetGrants or TargetObjectKeyFormat of s3:PutBucketLogging")
    name = target["TargetBucket"]
    problem = _NO_BUCKET if not exists(name) else _OTHER_OWNER
    if s3._bucket_owner_account(name) != s3._bucket_owner_account(source):
        raise ServiceError("InvalidTargetBucketForLogging", problem, 400, {"TargetBucket": name})
    _check_regions(_region(source), _region(name))


def _check_regions(source: str, target: str) -> None:
    if source != target:
        members = {} if source == _DEFAULT_REGION else {"SourceBucketLocation": source}
        message = "Cross S3 location logging not allowed. "
        # The code is misspelt in S3's own answers.
        raise ServiceError("CrossLocationLoggingProhibitted", message, 403, members | {"TargetBucketLocation": target})


def _region(bucket: str) -> str:
    with in_account_of(bucket):
        return s3.bucket_region(bucket) or _DEFAULT_REGION


def GetPublicAccessBlock(_request: Request, answer: Answer) -> Answer:
    """A setting that was not given is off."""
    return {"PublicAccessBlockConfiguration": dict.fromkeys(_BLOCKS, False) | answer["PublicAccessBlockConfiguration"]}


def GetBucketEncryption(_request: Request, answer: Answer) -> Answer:
    """Without a word about it, bucket keys are off."""
    rules = [{"BucketKeyEnabled": False} | rule for rule in answer["ServerSideEncryptionConfiguration"]["Rules"]]
    return {"ServerSideEncryptionConfiguration": {"Rules": rules}}


def GetBucketAcl(_request: Request, answer: Answer) -> Answer:
    grants: list[dict[str, Any]] = answer.get("Grants", [])
    named = [grant | {"Grantee": without_name(grant["Grantee"])} for grant in grants]
    return {"Owner": without_name(answer["Owner"]), "Grants": named}
