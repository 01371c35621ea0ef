"""Objects: below a prefix, and written by those whose they are."""

from scripts.gate.rules.object_prefix import check, key_of
from tests.scripts.gate.small import allow, granted, reported, role, service, sub, template


def test_objects_are_reached_below_a_prefix() -> None:
    assert granted(check, allow("s3:GetObject", sub("${Bucket.Arn}/data/*")))
    assert not granted(check, allow("s3:GetObject", sub("${Bucket.Arn}/*")))
    assert not granted(check, allow("s3:GetObject", sub("arn:${AWS::Partition}:s3:::sagemaker-p-*/*")))


def test_code_of_a_job_writes_no_artifact_and_a_pipeline_no_model() -> None:
    artifact, model = (allow("s3:PutObject", sub(f"${{Bucket.Arn}}/{prefix}*")) for prefix in ("sagemaker-", "models/"))
    for name, trusted, grant, expected in (
        ("jobs", "sagemaker", model, []),
        ("jobs", "sagemaker", artifact, ["Role"]),
        ("pipeline", "codepipeline", artifact, []),
        ("pipeline", "codepipeline", model, ["Role"]),
    ):
        assert reported(check, template({"Role": role(name, grant, trust=service(trusted))})) == expected


def test_only_the_release_step_writes_releases() -> None:
    released = allow("s3:PutObject", sub("${Bucket.Arn}/releases/*"))
    assert granted(check, released, name="sagemaker-x-prepare")
    assert not granted(check, released, name="sagemaker-x-build")


def test_a_key_is_read_from_a_name_that_is_looked_up() -> None:
    assert key_of("arn:aws:s3:::{{resolve:ssm:/mlops-catalog-models/${Group}/bucket}}/models/*") == "models/*"
    assert key_of("arn:aws:s3:::sagemaker-x") is None
    assert key_of("arn:aws:sqs:us-east-1:111111111111:x/y") is None


def test_a_build_that_runs_jobs_itself_writes_what_a_monitor_writes() -> None:
    runs = allow("sagemaker:CreateProcessingJob", "x")
    for prefix, monitors in (("monitor/", True), ("retraining/", True), ("tested/", True), ("", False), ("x/", False)):
        written = allow("s3:PutObject", sub(f"${{Bucket.Arn}}/executions/{prefix}*"))
        assert granted(check, written, runs) is monitors
        assert not granted(check, written)


def test_captured_objects_are_read_below_the_folder_that_was_chosen() -> None:
    bucket = "arn:${AWS::Partition}:s3:::${CapturedDataBucket}/"
    for folder, expected in (("${CapturedDataPrefix}*", True), ("*", False), ("${Other}*", False)):
        assert granted(check, allow("s3:GetObject", sub(bucket + folder))) is expected
    assert not granted(check, allow("s3:PutObject", sub(bucket + "${CapturedDataPrefix}*")))
