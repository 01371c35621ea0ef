"""`hub-assets`: the bucket, one per region, from which the whole organisation reads templates and seeds."""

from troposphere import GetAtt, Output, Ref, Sub, Template, s3

from templates import names
from templates.blocks.buckets import access_logging, bucket_policy, objects, private_bucket, s3_encryption
from templates.foundations.blocks.access_logs import access_log_bucket
from templates.foundations.blocks.catalog_parameters import HUB_SECTION, ORGANIZATION
from templates.parameter_form import ParameterForm
from templates.policy import Statement, allow, with_principal
from templates.product import Foundation, assemble

FORM = ParameterForm(sections=(HUB_SECTION,))


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
    parts = [log_bucket, assets, bucket_policy(assets, [_organisation_may_read(assets)])]
    return assemble("The MLOps catalog's assets in this region: templates and seeds.", FORM, parts, outputs)


def _organisation_may_read(assets: s3.Bucket) -> Statement:
    """A launch reads its template and seeds, and a build the catalog's release code, from the spoke."""
    members = {"StringEquals": {"aws:PrincipalOrgID": Ref(ORGANIZATION)}}
    below = [objects(assets, prefix) for prefix in ("templates/", "seeds/", f"{names.RELEASE_CODE}/")]
    return with_principal({"AWS": "*"}, allow(["s3:GetObject", "s3:GetObjectVersion"], below, members))


HUB_ASSETS = Foundation(name="hub-assets", build=build)
