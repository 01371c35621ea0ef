"""`ExpectedBucketOwner`: Amazon S3 User Guide, "Verifying bucket ownership with bucket owner condition"."""

import re

from ministack.services import s3

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request


def check(request: Request) -> None:
    """Refuse another account's bucket, as of any operation that names an expected owner."""
    expected = request.get("ExpectedBucketOwner")
    if expected is None:
        return
    if not re.fullmatch(r"\d{12}", expected):
        message = f"The value of the expected bucket owner parameter must be an AWS Account ID... [{expected}]"
        raise ServiceError("InvalidBucketOwnerAWSAccountID", message)
    owner = s3._bucket_owner_account(request["Bucket"])
    if owner not in (None, expected):
        raise ServiceError("AccessDenied", "Access Denied", 403)
