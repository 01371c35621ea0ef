"""Service Catalog's own copies of templates: a launch reads nothing else of a provisioning artifact.

Service Catalog administrator guide, "AWS Service Catalog Launch Constraints": the launch role has to read the template
in a bucket that the service owns, and is granted that by the tag `servicecatalog:provisioning` of the object. The file
that an artifact was made from is not read again.
"""

import json
from contextlib import suppress

from ministack.core.responses import get_region

from sandbox.api import loopback
from sandbox.world import accounts

_TAG = "servicecatalog%3Aprovisioning=true"


def keep(artifact: str, template: bytes) -> str:
    """Store the template of an artifact; returns the address that its launches read it from."""
    bucket, key = f"service-catalog-templates-{get_region()}", f"{artifact}.template"
    with loopback.acting_as(loopback.root(accounts.SERVICE_CATALOG)):
        _make_bucket(bucket)
        loopback.client("s3").put_object(Bucket=bucket, Key=key, Body=template, Tagging=_TAG)
    return f"https://s3.{get_region()}.amazonaws.com/{bucket}/{key}"


def _make_bucket(name: str) -> None:
    """Open to every account, so that only the permissions of the reading role decide."""
    storage, region = loopback.client("s3"), get_region()
    with suppress(storage.exceptions.BucketAlreadyOwnedByYou, storage.exceptions.BucketAlreadyExists):
        location = {"CreateBucketConfiguration": {"LocationConstraint": region}} if region != "us-east-1" else {}
        storage.create_bucket(Bucket=name, **location)
    storage.delete_public_access_block(Bucket=name)
    read = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}
    storage.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [read]}))
