"""Amazon S3 source: the newest version of an object."""

from sandbox.api import loopback
from sandbox.services.codepipeline.actions.action import Action
from sandbox.services.codepipeline.actions.artifacts import write_output
from sandbox.services.codepipeline.actions.context import ActionContext


def _run(context: ActionContext) -> str:
    bucket, key = context.configuration["S3Bucket"], context.configuration["S3ObjectKey"]
    credentials = context.credentials()
    with loopback.acting_as(credentials):
        found = loopback.client("s3").get_object(Bucket=bucket, Key=key)
        content = found["Body"].read()
    version = found.get("VersionId", "null")
    write_output(context, content, version, credentials)
    summary = f"Amazon S3 version id: {version}"
    context.run.variables = {"BucketName": bucket, "ObjectKey": key, "VersionId": version}
    context.run.revision = {"revisionId": version, "revisionSummary": summary}
    return summary


SOURCE = Action(
    category="Source",
    provider="S3",
    outputs=(1, 1),
    required=frozenset({"S3Bucket", "S3ObjectKey"}),
    optional=frozenset({"PollForSourceChanges", "AllowOverrideForS3ObjectKey"}),
    run=_run,
)
