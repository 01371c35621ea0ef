"""Invokes an endpoint: at once, or through S3 if it is asynchronous."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlparse

from botocore.exceptions import ClientError

from deploy.settings import DeployError, EndpointType, Project


@dataclass(frozen=True)
class Answer:
    """`status` is the model's own HTTP status."""

    status: int
    content_type: str
    body: str
    seconds: float


class Ask(Protocol):
    def __call__(self, body: str, content_type: str, accept: str) -> Answer: ...


def invoke(runtime: Any, endpoint_name: str) -> Ask:
    """Ask and wait: real-time and serverless."""

    def ask(body: str, content_type: str, accept: str) -> Answer:
        start = time.monotonic()
        try:
            answer = runtime.invoke_endpoint(
                EndpointName=endpoint_name, Body=body.encode(), ContentType=content_type, Accept=accept
            )
        except ClientError as error:
            return refusal(error, time.monotonic() - start)
        text = answer["Body"].read().decode()
        return Answer(200, answer["ContentType"], text, time.monotonic() - start)

    return ask


def refusal(error: ClientError, seconds: float) -> Answer:
    """The answer that a failed model gave; any other error is raised."""
    if error.response["Error"]["Code"] != "ModelError":
        raise error
    status = int(error.response.get("OriginalStatusCode", 500))
    return Answer(status, "text/plain", str(error.response.get("OriginalMessage", error)), seconds)


@dataclass(frozen=True)
class AsyncStore:
    """Where requests to an asynchronous endpoint are put, and answers found."""

    s3: Any
    place: str
    owner: str
    key_arn: str

    def put(self, body: str) -> str:
        uri = f"{self.place}/requests/{uuid.uuid4().hex}"
        bucket, key = split(uri)
        self.s3.put_object(
            Bucket=bucket,
            Key=key,
            Body=body.encode(),
            ServerSideEncryption="aws:kms",
            SSEKMSKeyId=self.key_arn,
            ExpectedBucketOwner=self.owner,
        )
        return uri

    def get(self, uri: str) -> str | None:
        """The text at the URI, None while there is nothing."""
        bucket, key = split(uri)
        try:
            return self.s3.get_object(Bucket=bucket, Key=key, ExpectedBucketOwner=self.owner)["Body"].read().decode()
        except ClientError as error:
            # Without s3:ListBucket, S3 answers AccessDenied for an object that does not exist.
            if error.response["Error"]["Code"] in ("NoSuchKey", "404", "AccessDenied"):
                return None
            raise


def split(uri: str) -> tuple[str, str]:
    parts = urlparse(uri)
    return parts.netloc, parts.path.lstrip("/")


def invoke_async(
    runtime: Any, endpoint_name: str, store: AsyncStore, patience: float = 300, sleep: Callable[..., Any] = time.sleep
) -> Ask:
    """Leave the request, look for the answer: asynchronous."""

    def ask(body: str, content_type: str, accept: str) -> Answer:
        start = time.monotonic()
        places = runtime.invoke_endpoint_async(
            EndpointName=endpoint_name, InputLocation=store.put(body), ContentType=content_type, Accept=accept
        )
        while time.monotonic() - start < patience:
            answer = store.get(places["OutputLocation"])
            if answer is not None:
                return Answer(200, accept, answer, time.monotonic() - start)
            failure = store.get(places["FailureLocation"])
            if failure is not None:
                return Answer(400, "text/plain", failure, time.monotonic() - start)
            sleep(1)
        raise DeployError(f"no answer at {places['OutputLocation']} after {patience:.0f} s")

    return ask


def connect(project: Project, stage: str, session: Any, owner: str) -> Ask:
    """The way to ask this project's endpoint."""
    runtime, name = session.client("sagemaker-runtime"), project.endpoint_name(stage)
    if project.endpoint_type is not EndpointType.ASYNCHRONOUS:
        return invoke(runtime, name)
    store = AsyncStore(session.client("s3"), project.place(stage), owner, project.kms_key_arn)
    return invoke_async(runtime, name, store)
