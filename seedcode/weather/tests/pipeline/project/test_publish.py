"""How code and definition reach AWS."""

import io
import json
import tarfile

import pytest
from botocore.exceptions import ClientError

from pipeline import definition
from project.code_bundle import CodeBundle, read_bundle, upload
from project.publish import code_digest, commit, upsert


class Registry:
    """SageMaker's pipelines, in memory."""

    def __init__(self):
        self.pipelines = {}

    def update_pipeline(self, **request):
        if request["PipelineName"] not in self.pipelines:
            raise ClientError({"Error": {"Code": "ResourceNotFound", "Message": "no such pipeline"}}, "UpdatePipeline")
        self.pipelines[request["PipelineName"]] |= request
        return {"PipelineArn": f"arn:{request['PipelineName']}"}

    def create_pipeline(self, **request):
        self.pipelines[request["PipelineName"]] = request
        return {"PipelineArn": f"arn:{request['PipelineName']}"}


class Store:
    """An S3 client that keeps objects in a dict."""

    def __init__(self):
        self.objects = {}
        self.owner = None

    def put_object(self, Bucket, Key, Body, ExpectedBucketOwner):  # noqa: N803  the names of S3's API
        self.objects[Bucket, Key] = Body
        self.owner = ExpectedBucketOwner


def test_a_pipeline_is_created_with_the_projects_tags_then_updated(settings):
    registry = Registry()
    upsert(registry, settings, "first")
    arn = upsert(registry, settings, "second")
    pipeline = registry.pipelines[settings.pipeline_name]
    assert arn == "arn:sagemaker-demo-p-abc123def456-training"
    assert pipeline["PipelineDefinition"] == "second"
    assert {"Key": "sagemaker:project-id", "Value": "p-abc123def456"} in pipeline["Tags"]


def test_any_other_refusal_is_not_hidden(settings):
    class Closed(Registry):
        def update_pipeline(self, **_request):
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "UpdatePipeline")

    with pytest.raises(ClientError, match="AccessDenied"):
        upsert(Closed(), settings, "text")


def test_the_codes_digest_follows_the_definition():
    assert code_digest("first", "s3://c") == code_digest("first", "s3://c") != code_digest("second", "s3://c")


def test_another_champion_is_no_other_code(text, settings):
    first, other = json.loads(text)["Parameters"], f"s3://{settings.bucket}/code/champions/other"
    [place] = [each["DefaultValue"] for each in first if each["Name"] == "ChampionUri"]
    code = place.removesuffix("/champions/one")
    again = definition(settings, code, other)
    assert text != again
    assert code_digest(text, place) == code_digest(again, other)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"SOURCE_COMMIT": "4f1c"}, "4f1c"),
        ({"CODEBUILD_RESOLVED_SOURCE_VERSION": "4f1c"}, "4f1c"),
        ({}, "none"),
    ],
)
def test_every_ci_can_say_which_commit_it_builds(environment, expected):
    assert commit(environment) == expected


def test_code_is_kept_under_a_name_that_follows_its_content():
    bundle = read_bundle()
    assert bundle.digest == read_bundle().digest
    assert bundle.archive() == read_bundle().archive()
    assert CodeBundle({**bundle.files, "train.py": b"changed"}).digest != bundle.digest


def test_uploaded_code_is_what_the_jobs_read(settings):
    store, bundle = Store(), read_bundle()
    uri = upload(bundle, settings, store)
    place = uri.removeprefix(f"s3://{settings.bucket}/")
    with tarfile.open(fileobj=io.BytesIO(store.objects[settings.bucket, f"{place}/sourcedir.tar.gz"])) as archive:
        packed = archive.getnames()
    single = {key.removeprefix(f"{place}/steps/") for _, key in store.objects if "/steps/" in key}
    assert store.owner == "123456789012"
    assert set(packed) == single == set(bundle.files)
    assert {"preprocess.py", "train.py", "evaluate.py", "inference.py", "support/outcome.py"} <= single
