"""A store in memory, with the methods of AWS's client."""

import io

from botocore.exceptions import ClientError

ACCOUNT = "222222222222"
BUCKET = "sagemaker-p-abc123def456-0a1b2c3d"


class Store:
    """An S3 client that keeps objects in a dict and knows who owns the bucket."""

    def __init__(self):
        self.objects: dict[str, bytes] = {}

    def put_object(self, Bucket, Key, Body, ExpectedBucketOwner, **_encryption):  # noqa: N803
        assert ExpectedBucketOwner == ACCOUNT
        self.objects[f"s3://{Bucket}/{Key}"] = Body

    def get_object(self, Bucket, Key, ExpectedBucketOwner):  # noqa: N803
        assert ExpectedBucketOwner == ACCOUNT
        uri = f"s3://{Bucket}/{Key}"
        if uri not in self.objects:
            raise ClientError({"Error": {"Code": "NoSuchKey", "Message": uri}}, "GetObject")
        return {"Body": io.BytesIO(self.objects[uri])}
