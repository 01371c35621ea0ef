"""Which version a new model is compared with, and what the evaluation gets of it."""

import json
from dataclasses import replace

import pytest
from botocore.exceptions import ClientError

from project.champion import Champion, find, keep

DIGEST = "a" * 64
DEPLOYMENT = "sagemaker-demo-p-abc123def456-deploy"


def refusal(code: str, operation: str = "Any") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, operation)


class Pages:
    def __init__(self, pages):
        self.pages = pages

    def paginate(self, **_request):
        return self.pages


class Registry:
    """SageMaker's registry; the newest version is the last one."""

    def __init__(self, settings, *statuses, **changed):
        version = {
            "ModelPackageGroupName": settings.model_package_group,
            "CustomerMetadataProperties": {"model_sha256": DIGEST},
            "InferenceSpecification": {
                "Containers": [{"ModelDataUrl": f"s3://{settings.bucket}/models/one/output/model.tar.gz"}]
            },
        }
        self.versions = {number: (status, {**version, **changed}) for number, status in enumerate(statuses, 1)}

    def get_paginator(self, operation):
        assert operation == "list_model_packages"
        found = [
            {"ModelPackageArn": f"arn:version/{number}", "ModelPackageVersion": number}
            for number, (status, _) in reversed(self.versions.items())
            if status == "Approved"
        ]
        return Pages([{"ModelPackageSummaryList": []}, {"ModelPackageSummaryList": found}])

    def describe_model_package(self, ModelPackageName):  # noqa: N803  the name in SageMaker's API
        number = int(ModelPackageName.rpartition("/")[2])
        if number not in self.versions:
            raise refusal("ValidationException", "DescribeModelPackage")
        return {"ModelPackageArn": ModelPackageName, "ModelPackageVersion": number, **self.versions[number][1]}


class History:
    """The executions of a deployment pipeline, newest first: status and what each released, or type of roll back."""

    def __init__(self, *executions):
        self.executions = executions

    def get_paginator(self, operation):
        if operation == "list_pipeline_executions":
            found = [
                {"pipelineExecutionId": str(number), "status": status, "executionType": kind}
                for number, (status, kind, _) in enumerate(self.executions)
            ]
            return Pages([{"pipelineExecutionSummaries": found}])
        return Actions(self.executions)


class Actions:
    def __init__(self, executions):
        self.executions = executions

    def paginate(self, filter, **_request):
        variables = self.executions[int(filter["pipelineExecutionId"])][2]
        return [{"actionExecutionDetails": [{}, {"output": {"outputVariables": variables}}]}]


def released(version, status="Succeeded", kind="STANDARD"):
    record = {"package": f"arn:version/{version}", "version": str(version), "model": "b" * 64, "image": "i"}
    return status, kind, {"RELEASED": json.dumps(record)}


@pytest.fixture
def deployed(settings):
    """The settings of a project that deploys its models itself."""
    return replace(settings, deployment_pipeline=DEPLOYMENT)


def test_nothing_runs_before_the_first_approval(settings, deployed):
    registry = Registry(settings, "PendingManualApproval", "Rejected")
    assert find(registry, History(), settings).document == {"version": None}
    assert find(registry, History(("Failed", "STANDARD", {})), deployed).document == {"version": None}


def test_it_is_the_version_of_the_last_release(settings, deployed):
    registry = Registry(settings, "Approved", "Approved", "Approved")
    history = History(
        released(3, status="InProgress"), released(3, kind="ROLLBACK"), ("Succeeded", "STANDARD", {}), released(2)
    )
    champion = find(registry, history, deployed)
    assert champion.document == {"version": "2", "where": "production", "model_sha256": "b" * 64}
    assert champion.archive == f"s3://{settings.bucket}/models/one/output/model.tar.gz"


def test_without_a_release_it_is_the_newest_approved_version(settings, deployed):
    registry = Registry(settings, "Approved", "Approved", "Rejected", "PendingManualApproval")
    expected = {"version": "2", "where": "approved", "model_sha256": DIGEST}
    assert find(registry, History(), settings).document == expected
    assert find(registry, History(("Succeeded", "STANDARD", {"RELEASED": "[]"})), deployed).document == expected


def test_a_deployment_pipeline_that_is_not_there_yet_released_nothing(settings, deployed):
    class Nowhere(History):
        def get_paginator(self, operation):
            raise refusal("PipelineNotFoundException", operation)

    assert find(Registry(settings, "Approved"), Nowhere(), deployed).document["where"] == "approved"


def test_any_other_refusal_is_not_hidden(settings, deployed):
    class Closed(History):
        def get_paginator(self, operation):
            raise refusal("AccessDeniedException", operation)

    with pytest.raises(ClientError, match="AccessDenied"):
        find(Registry(settings, "Approved"), Closed(), deployed)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"ModelPackageGroupName": "other"}, "it is of another model package group"),
        ({"CustomerMetadataProperties": {}}, "the registry has no digest of its file"),
        ({"InferenceSpecification": {"Containers": [{}]}}, "its file is not one that this project trained"),
        (
            {"InferenceSpecification": {"Containers": [{"ModelDataUrl": "s3://other/models/model.tar.gz"}]}},
            "its file is not one that this project trained",
        ),
    ],
)
def test_a_version_that_cannot_be_compared_is_named_with_the_reason(settings, changed, problem):
    champion = find(Registry(settings, "Approved", **changed), History(), settings)
    assert champion.document == {"version": "1", "where": "approved", "problem": problem}
    assert champion.archive == ""


def test_a_released_version_that_was_deleted_is_named_with_the_reason(deployed):
    champion = find(Registry(deployed), History(released(7)), deployed)
    problem = "it is no longer in the registry"
    assert champion.document == {"version": "7", "where": "production", "problem": problem}


class Store:
    """An S3 client that keeps objects in a dict, for their owner alone."""

    def __init__(self, settings, **objects):
        self.account, self.bucket, self.writes = settings.account, settings.bucket, 0
        self.objects = {f"models/{name}/output/model.tar.gz": body for name, body in objects.items()}

    def head_object(self, Bucket, Key, ExpectedBucketOwner):  # noqa: N803  the names of S3's API
        assert (Bucket, ExpectedBucketOwner) == (self.bucket, self.account)
        if Key not in self.objects:
            raise refusal("404", "HeadObject")

    def copy_object(self, Bucket, Key, CopySource, ExpectedBucketOwner):  # noqa: N803
        assert (Bucket, ExpectedBucketOwner) == (CopySource["Bucket"], self.account)
        if CopySource["Key"] not in self.objects:
            raise refusal("NoSuchKey", "CopyObject")
        self.objects[Key] = self.objects[CopySource["Key"]]

    def put_object(self, Bucket, Key, Body, ExpectedBucketOwner):  # noqa: N803
        assert (Bucket, ExpectedBucketOwner) == (self.bucket, self.account)
        self.writes += 1
        self.objects[Key] = Body


def left(store, uri):
    """The files below the URI, by name."""
    place = uri.removeprefix(f"s3://{store.bucket}/") + "/"
    return {key.removeprefix(place): body for key, body in store.objects.items() if key.startswith(place)}


def test_the_evaluation_gets_the_version_and_its_file(settings):
    store = Store(settings, one=b"the model")
    uri = keep(find(Registry(settings, "Approved"), History(), settings), settings, store)
    assert left(store, uri) == {
        "champion.json": b'{"model_sha256": "' + DIGEST.encode() + b'", "version": "1", "where": "approved"}',
        "model.tar.gz": b"the model",
    }


def test_where_nothing_runs_there_is_a_file_that_says_so(settings):
    """SageMaker refuses an input without objects."""
    store = Store(settings)
    assert left(store, keep(Champion(), settings, store)) == {"champion.json": b'{"version": null}'}


def test_another_champion_is_in_another_place_and_the_same_one_is_written_once(settings):
    store, registry = Store(settings, one=b"the model"), Registry(settings, "Approved", "Approved")
    first = keep(find(registry, History(), settings), settings, store)
    assert keep(find(registry, History(), settings), settings, store) == first
    assert store.writes == 1
    registry.versions[2] = ("Rejected", registry.versions[2][1])
    assert keep(find(registry, History(), settings), settings, store) != first
    assert first != Champion().uri(settings.bucket)


def test_a_file_that_is_gone_is_a_reason_and_stops_nothing(settings):
    store = Store(settings)
    uri = keep(find(Registry(settings, "Approved"), History(), settings), settings, store)
    assert json.loads(left(store, uri)["champion.json"])["problem"] == "its file cannot be read"
    assert "model.tar.gz" not in left(store, uri)
