"""Where a monitor finds what a model was asked and answered: in another project's bucket, or among its own data."""

from typing import Any

from troposphere import Equals, If, Not, NoValue, Ref, Sub, s3

from templates import names, parameters
from templates.arns import arn, bucket_arn
from templates.blocks.model_discovery import IN_THIS_ACCOUNT
from templates.parameter_form import Condition, Field, Rule
from templates.policy import allow

OWN = f"{names.DATA_PREFIX}captured/"
ENDPOINT = f"{names.ENDPOINT_PREFIX}production/capture/"
BUCKET = parameters.text(
    "CapturedDataBucket",
    f"Bucket of the project whose endpoint or batch is monitored. Leave empty to put files below {OWN} of this one.",
    r"^$|^sagemaker-p-[a-z0-9]{12,13}-[a-z0-9]{1,20}$",
    "Empty, or the name of a project's bucket: the output Bucket of its stack.",
    Default="",
)
PREFIX = parameters.text(
    "CapturedDataPrefix",
    "Where in that bucket an endpoint captures, or a batch writes.",
    rf"^({names.ENDPOINT_PREFIX}|{names.PREDICTION_PREFIX})([a-zA-Z0-9_=.-]+/)*$",
    "A folder below endpoints/ or predictions/, with a slash at its end.",
    Default=ENDPOINT,
)
FIELDS = (Field(BUCKET, "Bucket of captured data"), Field(PREFIX, "Folder of captured data"))
ELSEWHERE = Condition("CapturesElsewhere", Not(Equals(Ref(BUCKET), "")))
PREFIX_NEEDS_BUCKET = Rule(
    "CapturedDataPrefixNeedsBucket",
    when=Not(Equals(Ref(PREFIX), ENDPOINT)),
    must=Not(Equals(Ref(BUCKET), "")),
    otherwise=f"CapturedDataPrefix needs CapturedDataBucket: without it the monitor reads {OWN} of its own bucket.",
)


def place(bucket: s3.Bucket) -> If:
    elsewhere = Sub(f"s3://${{{BUCKET.title}}}/${{{PREFIX.title}}}")
    return If(ELSEWHERE.name, elsewhere, Sub(f"s3://${{{bucket.title}}}/{OWN}"))


def list_captured() -> If:
    """The names of what is there. A monitor's own bucket is listed by another grant."""
    below = {"StringLike": {"s3:prefix": Sub(f"${{{PREFIX.title}}}*")}}
    return _elsewhere(allow(["s3:ListBucket"], [_arn("")], below | IN_THIS_ACCOUNT))


def read_captured() -> list[If]:
    """The owner's bucket and its policy say whether this project may: `MonitoredBy`.

    The objects have a key of the owner's project, whose ARN is not known here; its encryption context is the bucket:
    Amazon S3 User Guide, "Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys".
    """
    through_s3 = {
        "StringEquals": {
            "kms:ViaService": Sub("s3.${AWS::Region}.amazonaws.com"),
            "kms:EncryptionContext:aws:s3:arn": _arn(""),
        }
    }
    return [
        _elsewhere(allow(["s3:GetObject"], [_arn(f"/${{{PREFIX.title}}}*")], IN_THIS_ACCOUNT)),
        _elsewhere(allow(["kms:Decrypt"], [arn("kms", "key/*")], through_s3)),
    ]


def _elsewhere(statement: dict[str, Any]) -> If:
    return If(ELSEWHERE.name, statement, NoValue)


def _arn(rest: str) -> Sub:
    """Of the bucket that was chosen at launch."""
    return bucket_arn(f"${{{BUCKET.title}}}{rest}")
