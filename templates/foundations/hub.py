"""`hub`: the bucket, one per region, that the whole organisation reads templates and seeds from."""

from troposphere import GetAtt, Output, Ref, Sub, Template, s3

from templates import names, parameters
from templates.blocks.buckets import access_logged, bucket_policy, encrypted_by_s3, objects, private_bucket
from templates.foundations.blocks.access_logs import access_log_bucket
from templates.parameter_form import Form, Question, Section
from templates.policy import Statement, allow, granted_to
from templates.product import Foundation, assemble

FORM = Form(
    sections=(
        Section(
            "Catalog",
            (Question(parameters.ORGANIZATION, "Organisation"), Question(parameters.ASSET_SUFFIX, "Suffix of buckets")),
        ),
    )
)


def build() -> Template:
    logged = access_log_bucket("AssetLogs", names.ASSET_LOG_BUCKET)
    assets = private_bucket(
        "Assets",
        Sub(names.ASSET_BUCKET),
        encrypted_by_s3(),
        LoggingConfiguration=access_logged(Ref(logged.bucket), "assets/"),
    )
    outputs = [
        Output("AssetBucket", Description="Bucket of the catalog's templates and seeds.", Value=Ref(assets)),
        Output("AssetBucketArn", Description="The ARN of that bucket.", Value=GetAtt(assets, "Arn")),
        Output("AssetLogBucket", Description="Bucket with the access logs of that bucket.", Value=Ref(logged.bucket)),
    ]
    parts = [logged, assets, bucket_policy(assets, [_organisation_reads(assets)])]
    return assemble("What the catalog's hub needs in each region: the bucket of its assets.", FORM, parts, outputs)


def _organisation_reads(assets: s3.Bucket) -> Statement:
    """Whoever launches a product fetches its template and seeds from their own account."""
    members = {"StringEquals": {"aws:PrincipalOrgID": Ref(parameters.ORGANIZATION)}}
    below = [objects(assets, "templates/"), objects(assets, "seeds/")]
    return granted_to({"AWS": "*"}, allow(["s3:GetObject", "s3:GetObjectVersion"], below, members))


HUB = Foundation(name="hub", build=build)
