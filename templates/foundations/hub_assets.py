"""`hub-assets`: the bucket, one per region, from which the whole organisation reads templates and seeds."""

from troposphere import GetAtt, Output, Ref, Sub, Template, s3

from templates import names
from templates.arns import regionless_arn
from templates.blocks.buckets import access_logging, bucket_policy, objects, private_bucket, s3_encryption
from templates.foundations.blocks.access_logs import access_log_bucket
from templates.foundations.blocks.catalog_parameters import HUB_SECTION, ORGANIZATION
from templates.parameter_form import ParameterForm
from templates.policy import Statement, actions_of, allow, deny, with_principal
from templates.product import Foundation, assemble

FORM = ParameterForm(sections=(HUB_SECTION,))
DELETE = actions_of("s3", "DeleteObject DeleteObjectVersion")
PROTECTION = actions_of(
    "s3",
    """
    DeleteBucket DeleteBucketPolicy PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock
    PutBucketVersioning PutEncryptionConfiguration PutLifecycleConfiguration PutReplicationConfiguration
    """,
)
OTHERS_THAN_THE_PUBLISHER = {"ArnNotEquals": {"aws:PrincipalArn": regionless_arn("iam", f"role/{names.PUBLISHER}")}}


def build() -> Template:
    log_bucket = access_log_bucket("AssetLogs", names.asset_log_bucket())
    assets = private_bucket(
        "Assets",
        Sub(names.asset_bucket()),
        s3_encryption(),
        LoggingConfiguration=access_logging(Ref(log_bucket.bucket), "assets/"),
    )
    outputs = [
        Output("AssetBucket", Description="Bucket of the catalog's templates and seeds.", Value=Ref(assets)),
        Output("AssetBucketArn", Description="The ARN of that bucket.", Value=GetAtt(assets, "Arn")),
        Output(
            "AssetLogBucket", Description="Bucket with the access logs of that bucket.", Value=Ref(log_bucket.bucket)
        ),
    ]
    statements = [_organisation_may_read(assets), *_deny_overwriting(assets), *_deny_tampering(assets)]
    parts = [log_bucket, assets, bucket_policy(assets, statements)]
    return assemble("The MLOps catalog's assets in this region: templates and seeds.", FORM, parts, outputs)


def _organisation_may_read(assets: s3.Bucket) -> Statement:
    """A launch reads its template and seeds, and a build the catalog's release code, from the spoke."""
    members = {"StringEquals": {"aws:PrincipalOrgID": Ref(ORGANIZATION)}}
    return with_principal({"AWS": "*"}, allow(["s3:GetObject", "s3:GetObjectVersion"], _contents(assets), members))


def _deny_overwriting(assets: s3.Bucket) -> list[Statement]:
    """A key is written once. The publisher may restore what was replaced, naming the object that it found there.

    Amazon S3 User Guide, "Enforce conditional writes on Amazon S3 buckets": a write without the header has no key.
    Parts of uploads carry no header, so that they are refused too. The lease is below none of these prefixes.
    """
    without_none_match = {"Null": {"s3:if-none-match": "true"}}
    without_any = {"Null": {"s3:if-none-match": "true", "s3:if-match": "true"}}
    others = without_none_match | OTHERS_THAN_THE_PUBLISHER
    return [
        with_principal("*", deny(["s3:PutObject"], _contents(assets), condition)) for condition in (others, without_any)
    ]


def _deny_tampering(assets: s3.Bucket) -> list[Statement]:
    """Nobody deletes an asset, and only the publisher changes what protects them.

    Amazon S3 User Guide, "Bucket policies for Amazon S3": the root of the account may still delete the policy.
    """
    return [
        with_principal("*", deny(DELETE, _contents(assets))),
        with_principal("*", deny(PROTECTION, [GetAtt(assets, "Arn")], OTHERS_THAN_THE_PUBLISHER)),
    ]


def _contents(assets: s3.Bucket) -> list[Sub]:
    return [objects(assets, prefix) for prefix in names.ASSET_PREFIXES]


HUB_ASSETS = Foundation(name="hub-assets", build=build)
