"""A registry and a store in memory, with the methods of AWS's clients."""

import hashlib
import io
import json

from botocore.exceptions import ClientError

GROUP = "demo-p-abc123def456"
ACCOUNT = "222222222222"
BUCKET = "sagemaker-p-abc123def456-0a1b2c3d"


def arn(version: int, group: str = GROUP) -> str:
    return f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:model-package/{group}/{version}"


def container(uri: str) -> dict:
    environment = {"SAGEMAKER_PROGRAM": "inference.py"}
    return {"Image": "image@sha256:1", "ModelDataUrl": uri, "Environment": environment, "Framework": "XGBOOST"}


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


class Registry:
    """The model packages of SageMaker, newest last."""

    def __init__(self, store: Store):
        self.store = store
        self.packages: dict[str, dict] = {}

    def register(self, status: str, *, rmse: float = 2.5, group: str = GROUP, **properties: str) -> str:
        version = len(self.packages) + 1
        content = f"model {version}".encode()
        place = f"s3://{BUCKET}/executions/{version}"
        self.store.objects[f"{place}/model.tar.gz"] = content
        metrics = {"regression_metrics": {"rmse": {"value": rmse}}}
        self.store.objects[f"{place}/evaluation.json"] = json.dumps(metrics).encode()
        recorded = {"model_sha256": hashlib.sha256(content).hexdigest(), "commit": f"commit{version}"}
        self.packages[arn(version, group)] = {
            "ModelPackageArn": arn(version, group),
            "ModelPackageVersion": version,
            "ModelPackageGroupName": group,
            "ModelApprovalStatus": status,
            "InferenceSpecification": {"Containers": [container(f"{place}/model.tar.gz")]},
            "CustomerMetadataProperties": recorded | properties,
            "ModelMetrics": {"ModelQuality": {"Statistics": {"S3Uri": f"{place}/evaluation.json"}}},
        }
        return arn(version, group)

    def describe_model_package(self, ModelPackageName):  # noqa: N803
        return self.packages[ModelPackageName]

    def get_paginator(self, operation):
        assert operation == "list_model_packages"
        return self

    def paginate(self, ModelPackageGroupName, ModelApprovalStatus, SortBy, SortOrder):  # noqa: N803
        """One package a page: a client that reads only the first page fails here."""
        assert (SortBy, SortOrder) == ("CreationTime", "Descending")
        for package in reversed(list(self.packages.values())):
            found = (package["ModelPackageGroupName"], package["ModelApprovalStatus"])
            wanted = (ModelPackageGroupName, ModelApprovalStatus)
            yield {"ModelPackageSummaryList": [package] if found == wanted else []}
