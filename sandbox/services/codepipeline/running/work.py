"""What an action has to work with: its configuration, its identity and its artifacts."""

import io
import secrets
import zipfile
from typing import Any, NamedTuple

from sandbox.api import loopback
from sandbox.api.identifiers import arn
from sandbox.api.loopback import Credentials
from sandbox.api.sessions import assume_for_service
from sandbox.services.codepipeline.running.records import ActionError

Record = dict[str, Any]

_PRINCIPAL = "codepipeline.amazonaws.com"


class Work(NamedTuple):
    """One action of one execution. `entry` is what ListActionExecutions and GetPipelineState show of it."""

    execution: Record
    entry: Record

    @property
    def action(self) -> Record:
        return self.entry["action"]

    @property
    def configuration(self) -> dict[str, str]:
        return self.entry["configuration"]

    @property
    def store(self) -> Record:
        return self.execution["declaration"]["artifactStore"]

    @property
    def name_in_store(self) -> str:
        """The folder of the pipeline's artifacts: AWS shortens its name just so."""
        return self.execution["pipeline"][:20]

    def credentials(self) -> Credentials:
        """The pipeline's role; or the action's own, which that role assumes, in whichever account it is."""
        role = self.execution["declaration"]["roleArn"]
        source = arn("codepipeline", self.execution["pipeline"])
        own = assume_for_service(role, _PRINCIPAL, self.execution["id"], source)
        asked = self.action.get("roleArn", role)
        if asked == role:
            return own
        with loopback.acting_as(own):
            keys = loopback.client("sts").assume_role(RoleArn=asked, RoleSessionName=self.execution["id"])[
                "Credentials"
            ]
        return Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])

    def inputs(self) -> list[Record]:
        """The artifacts that the action takes, the primary one first."""
        names = [each["name"] for each in self.action.get("inputArtifacts", [])]
        primary = self.configuration.get("PrimarySource")
        return [self.execution["artifacts"][name] for name in sorted(names, key=lambda name: name != primary)]

    def new_artifact(self, name: str) -> Record:
        """Where an artifact of the action will be. AWS shortens the names in the key just so."""
        key = f"{self.name_in_store}/{name[:10]}/{secrets.token_hex(4)[:7]}"
        return {"name": name, "bucket": self.store["location"], "key": key}

    def write(self, name: str, content: bytes, revision: str, credentials: Credentials) -> None:
        """Store an artifact as that identity, encrypted with the pipeline's key."""
        artifact = self.new_artifact(name)
        key = self.store.get("encryptionKey", {}).get("id")
        more = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key} if key else {}
        place = {"Bucket": artifact["bucket"], "Key": artifact["key"]}
        with loopback.acting_as(credentials):
            client = loopback.client("s3")
            # CodePipeline user guide, "Manage the CodePipeline service role": the default policy, AllowS3BucketAccess.
            for look in (client.get_bucket_versioning, client.get_bucket_acl, client.get_bucket_location):
                look(Bucket=artifact["bucket"])
            client.put_object(**place, Body=content, Metadata={"revision": revision}, **more)
        self.entry["outputs"][name] = artifact

    def read(self, reference: str, credentials: Credentials) -> str:
        """The text of `artifact::file`, read from the bucket as that identity."""
        name, _, file = reference.partition("::")
        artifact = self.execution["artifacts"][name]
        with loopback.acting_as(credentials):
            found = loopback.client("s3").get_object(Bucket=artifact["bucket"], Key=artifact["key"])["Body"].read()
        with zipfile.ZipFile(io.BytesIO(found)) as archive:
            if file not in archive.namelist():
                raise ActionError(f"File [{file}] does not exist in artifact [{name}]", "ConfigurationError")
            return archive.read(file).decode()
