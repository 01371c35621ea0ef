"""A registry, a store and a pipeline in memory, with the methods of AWS's clients."""

import hashlib
import io
import json
from base64 import b64encode

from botocore.exceptions import ClientError

GROUP = "demo-p-abc123def456"
ACCOUNT = "222222222222"
BUCKET = "sagemaker-p-abc123def456-0a1b2c3d"
OWNER, SOURCE = "p-own123def456", "sagemaker-p-own123def456-0a1b2c3d"


def arn(version: int, group: str = GROUP) -> str:
    return f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:model-package/{group}/{version}"


def container(uri: str) -> dict:
    environment = {"SAGEMAKER_PROGRAM": "inference.py"}
    return {"Image": "repository:1", "ModelDataUrl": uri, "Environment": environment, "Framework": "XGBOOST"}


def refusal(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": operation}}, operation)


class Store:
    """An S3 client that keeps objects in a dict and knows who owns the bucket.

    `denied` are prefixes that nothing is read from. `on_read` is called with the URI when a stream has been opened.
    """

    def __init__(self):
        self.objects: dict[str, bytes] = {}
        self.uploads: dict[str, dict[int, bytes]] = {}
        self.denied: tuple[str, ...] = ()
        self.composite: set[str] = set()
        self.on_read = lambda uri: None

    def _uri(self, Bucket, Key, ExpectedBucketOwner, **_more):  # noqa: N803
        assert ExpectedBucketOwner == ACCOUNT
        return f"s3://{Bucket}/{Key}"

    def put_object(self, Body, IfNoneMatch, ChecksumSHA256, **address):  # noqa: N803
        assert IfNoneMatch == "*"
        uri = self._uri(**address)
        if uri in self.objects:
            raise refusal("PreconditionFailed", "PutObject")
        if b64encode(hashlib.sha256(Body).digest()).decode() != ChecksumSHA256:
            raise refusal("BadDigest", "PutObject")
        self.objects[uri] = Body

    def get_object(self, **address):
        uri = self._uri(**address)
        if uri.startswith(self.denied):
            raise refusal("AccessDenied", "GetObject")
        if uri not in self.objects:
            raise refusal("NoSuchKey", "GetObject")
        stream = io.BytesIO(self.objects[uri])
        self.on_read(uri)
        return {"Body": stream}

    def head_object(self, **address):
        uri = self._uri(**address)
        if uri not in self.objects:
            raise refusal("404", "HeadObject")
        if "ChecksumMode" not in address:
            return {}
        checksum = b64encode(hashlib.sha256(self.objects[uri]).digest()).decode()
        return {"ChecksumSHA256": f"{checksum}-2" if uri in self.composite else checksum}

    def create_multipart_upload(self, ChecksumAlgorithm, **address):  # noqa: N803
        assert ChecksumAlgorithm == "SHA256"
        self.uploads[self._uri(**address)] = {}
        return {"UploadId": self._uri(**address)}

    def upload_part(self, UploadId, PartNumber, Body, ChecksumSHA256, **address):  # noqa: N803
        assert b64encode(hashlib.sha256(Body).digest()).decode() == ChecksumSHA256
        self.uploads[UploadId][PartNumber] = Body
        return {"ETag": str(PartNumber)}

    def complete_multipart_upload(self, UploadId, MultipartUpload, IfNoneMatch, **address):  # noqa: N803
        assert IfNoneMatch == "*"
        parts = self.uploads.pop(UploadId)
        assert [part["PartNumber"] for part in MultipartUpload["Parts"]] == sorted(parts)
        self.objects[UploadId] = b"".join(parts[number] for number in sorted(parts))
        self.composite.add(UploadId)

    def abort_multipart_upload(self, UploadId, **address):  # noqa: N803
        del self.uploads[UploadId]


class Registry:
    """The model packages of SageMaker, newest last."""

    def __init__(self, store: Store):
        self.store = store
        self.packages: dict[str, dict] = {}
        self.denied = False

    def register(self, status: str, *, rmse: float = 2.5, group: str = GROUP, **properties: str) -> str:
        version = len(self.packages) + 1
        content = f"model {version}".encode()
        model, evaluation = f"s3://{SOURCE}/models/{version}", f"s3://{SOURCE}/executions/{version}/evaluation"
        self.store.objects[f"{model}/model.tar.gz"] = content
        metrics = {"regression_metrics": {"rmse": {"value": rmse}}, "baseline_rmse": 3.0}
        self.store.objects[f"{evaluation}/evaluation.json"] = json.dumps(metrics).encode()
        recorded = {
            "model_sha256": hashlib.sha256(content).hexdigest(),
            "commit": f"commit{version}",
            "data-digest": f"data{version}",
            "verdict": f"Good enough: rmse {rmse}",
            "report": f"{evaluation}/report.html",
        }
        self.packages[arn(version, group)] = {
            "ModelPackageArn": arn(version, group),
            "ModelPackageVersion": version,
            "ModelPackageGroupName": group,
            "ModelApprovalStatus": status,
            "InferenceSpecification": {"Containers": [container(f"{model}/model.tar.gz")]},
            "CustomerMetadataProperties": recorded | properties,
            "ModelMetrics": {"ModelQuality": {"Statistics": {"S3Uri": f"{evaluation}/evaluation.json"}}},
        }
        return arn(version, group)

    def digest(self, package: str) -> str:
        return self.packages[package]["CustomerMetadataProperties"]["model_sha256"]

    def file(self, package: str) -> str:
        return self.packages[package]["InferenceSpecification"]["Containers"][0]["ModelDataUrl"]

    def describe_model_package(self, ModelPackageName):  # noqa: N803
        if self.denied:
            raise refusal("AccessDeniedException", "DescribeModelPackage")
        if ModelPackageName not in self.packages:
            raise refusal("ValidationException", "DescribeModelPackage")
        return self.packages[ModelPackageName]

    def get_paginator(self, operation):
        assert operation == "list_model_packages"
        return self

    def paginate(self, ModelPackageGroupName, ModelApprovalStatus, SortBy, SortOrder):  # noqa: N803
        """One package a page: a client that reads only the first page fails here."""
        assert (SortBy, SortOrder) == ("CreationTime", "Descending")
        if self.denied:
            raise refusal("AccessDeniedException", "ListModelPackages")
        for package in reversed(list(self.packages.values())):
            found = (package["ModelPackageGroupName"], package["ModelApprovalStatus"])
            wanted = (ModelPackageGroupName, ModelApprovalStatus)
            yield {"ModelPackageSummaryList": [package] if found == wanted else []}


class History:
    """CodePipeline's client: executions, newest first, each with what `prepare` exported."""

    def __init__(self, *executions: dict):
        self.executions = executions

    def get_paginator(self, operation):
        pages = {"list_pipeline_executions": self.listed, "list_action_executions": self.actions}
        return type("Paginator", (), {"paginate": staticmethod(pages[operation])})

    def listed(self, pipelineName):  # noqa: N803
        for number, execution in enumerate(self.executions):
            yield {"pipelineExecutionSummaries": [{"pipelineExecutionId": str(number), **execution}]}

    def actions(self, pipelineName, filter):  # noqa: N803
        exported = self.executions[int(filter["pipelineExecutionId"])].get("exported", {})
        yield {"actionExecutionDetails": [{"stageName": "Source"}]}
        yield {"actionExecutionDetails": [{"stageName": "Prepare", "output": {"outputVariables": exported}}]}
