"""Every bucket is private, versioned, encrypted and logged, and belongs to its account alone."""

from collections.abc import Iterator
from typing import Any

from scripts.gate.model.remembered import remembered
from scripts.gate.model.template import Problem, Resource, Template
from scripts.gate.model.values import text, texts, walk

BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
OPENING = ("AccessControl", "CorsConfiguration", "ReplicationConfiguration", "WebsiteConfiguration")
LOGS = "-logs-"
YEAR, MONTH = 365, 30


def check(template: Template) -> Iterator[Problem]:
    for bucket in template.of_type("AWS::S3::Bucket"):
        for problem in (*_private(bucket), *_kept(bucket), *_encrypted(bucket, template)):
            yield Problem(bucket.name, problem)


@remembered
def _private(bucket: Resource) -> Iterator[str]:
    properties = bucket.properties
    blocks: dict[str, Any] = properties.get("PublicAccessBlockConfiguration", {})
    for name in BLOCKS:
        if blocks.get(name) is not True:
            yield f"{name} is not on: a policy or an ACL could make it public"
    owners = [text(rule.get("ObjectOwnership")) for rule in properties.get("OwnershipControls", {}).get("Rules", [])]
    if owners != ["BucketOwnerEnforced"]:
        yield "objects may belong to others: set ObjectOwnership to BucketOwnerEnforced"
    for name in OPENING:
        if name in properties:
            yield f"has {name}: it opens the bucket to others"


def _kept(bucket: Resource) -> Iterator[str]:
    properties = bucket.properties
    if text(properties.get("VersioningConfiguration", {}).get("Status")) != "Enabled":
        yield "is not versioned: what is overwritten is gone"
    is_log = LOGS in text(properties.get("BucketName"))
    if not is_log and not texts(properties.get("LoggingConfiguration", {}).get("DestinationBucketName")):
        yield "has no access log: set LoggingConfiguration"
    for found in walk(properties.get("LifecycleConfiguration", {})):
        if isinstance(found, dict) and "ExpirationInDays" in found:
            yield from _expiring(found, is_log=is_log)


def _expiring(rule: dict[str, Any], *, is_log: bool) -> Iterator[str]:
    if "Prefix" not in rule and not is_log:
        yield "lets every object expire, models among them: name a prefix"
    if int(rule["ExpirationInDays"]) < (YEAR if is_log else MONTH):
        yield "lets objects expire too early: logs after a year, what can be made again after 30 days"


def _encrypted(bucket: Resource, template: Template) -> Iterator[str]:
    rules = bucket.properties.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
    defaults = [rule.get("ServerSideEncryptionByDefault", {}) for rule in rules]
    if not defaults:
        yield "names no encryption: set BucketEncryption"
    for default in defaults:
        algorithm, key = text(default.get("SSEAlgorithm")), text(default.get("KMSMasterKeyID"))
        own_key = any(key == f"${{{found.name}.Arn}}" for found in template.of_type("AWS::KMS::Key"))
        if template.kind == "product" and not (algorithm == "aws:kms" and own_key):
            yield "is not encrypted with the project's key: set aws:kms and KMSMasterKeyID"
        if algorithm not in ("aws:kms", "AES256"):
            yield f"has the encryption {algorithm}: S3 knows aws:kms and AES256"
