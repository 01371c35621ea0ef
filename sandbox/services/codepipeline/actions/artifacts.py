"""Artifacts as actions write and read them, under the action's role and with the pipeline's key."""

from sandbox.api import archives, loopback
from sandbox.api.loopback import Credentials
from sandbox.services.codepipeline.actions.action import ActionError
from sandbox.services.codepipeline.actions.context import ActionContext
from sandbox.services.codepipeline.state.declaration import output_names


def write_output(context: ActionContext, content: bytes, revision: str, credentials: Credentials) -> None:
    """Store the action's first output artifact."""
    artifact = context.new_artifact(output_names(context.action)[0])
    key = context.store["encryptionKey"]["id"] if "encryptionKey" in context.store else ""
    encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key} if key else {}
    with loopback.acting_as(credentials):
        client = loopback.client("s3")
        # CodePipeline User Guide, "Manage the CodePipeline service role": the default policy, AllowS3BucketAccess.
        for read in (client.get_bucket_versioning, client.get_bucket_acl, client.get_bucket_location):
            read(Bucket=artifact.bucket)
        metadata = {"revision": revision}
        client.put_object(Bucket=artifact.bucket, Key=artifact.key, Body=content, Metadata=metadata, **encryption)
    context.run.outputs[artifact.name] = artifact


def read_input(context: ActionContext, reference: str, credentials: Credentials) -> str:
    """The text of `artifact::file`."""
    name, _, file = reference.partition("::")
    artifact = context.execution.artifacts[name]
    with loopback.acting_as(credentials):
        content = loopback.client("s3").get_object(Bucket=artifact.bucket, Key=artifact.key)["Body"].read()
    with archives.opened_zip(content) as archive:
        if file not in archive.namelist():
            raise ActionError(f"File [{file}] does not exist in artifact [{name}]", "ConfigurationError")
        return archive.read(file).decode()
