"""Headers of S3 objects that the engine forgets: whether a bucket key is used."""

from ministack.services import s3

from sandbox.iam.bucket_encryption import BUCKET_KEY


def install() -> None:
    s3._PRESERVED_HEADERS += (BUCKET_KEY,)
    s3._SSE_STORED_HEADERS += (BUCKET_KEY,)
