"""Reads a template from its S3 address with the caller's permissions, as CloudFormation does."""

from contextvars import ContextVar
from typing import Any
from urllib.parse import parse_qs

from botocore.exceptions import ClientError
from ministack.core.concurrency import run_reentrant
from ministack.services import cloudformation
from ministack.services.cloudformation import helpers

from sandbox.api import loopback
from sandbox.api.types import HttpAnswer
from sandbox.cloudformation import identity
from sandbox.cloudformation.engine_api import Parameters, error
from sandbox.cloudformation.s3_address import bucket_and_key

Document = tuple[str | None, HttpAnswer | None]
"""The text of a document, or else the refusal."""

_MORE = "For more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
_fetched: ContextVar[Document | None] = ContextVar("sandbox_template", default=None)
_engine_document = helpers._resolve_document
_engine_handler = cloudformation.handle_request


async def _handle_request(
    method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]
) -> HttpAnswer:
    """Fetch first and in a thread of its own, because the fetch is itself a request to this server."""
    parameters = parse_qs(body.decode(errors="replace")) if body else {}
    address = (parameters.get("TemplateURL") or query.get("TemplateURL") or [""])[0]
    _fetched.set(await run_reentrant(_document_at, address) if address else None)
    return await _engine_handler(method, path, headers, body, query)


def fetch(address: str) -> None:
    """Read the template of the current request, which the engine did not get; no address is no template."""
    _fetched.set(_document_at(address) if address else None)


def _document_at(address: str) -> Document:
    place = bucket_and_key(address)
    if place is None:
        return None, error("ValidationError", f"TemplateURL must be a supported URL: {address}")
    with loopback.acting_as(identity.caller()):
        try:
            answer = loopback.client("s3").get_object(Bucket=place[0], Key=place[1])
        except ClientError as refused:
            return None, error("ValidationError", f"S3 error: {_reason(refused)}")
    return answer["Body"].read().decode(), None


def _reason(refused: ClientError) -> str:
    """S3's message, which CloudFormation passes on; a denial names neither the caller nor the object."""
    denied = refused.response["Error"]["Code"] == "AccessDenied"
    return f"Access Denied\n{_MORE}" if denied else f"{refused.response['Error']['Message']}\n{_MORE}"


def _document(parameters: Parameters, body_key: str, url_key: str, label: str) -> Document:
    fetched = _fetched.get()
    if url_key == "TemplateURL" and fetched is not None:
        return fetched
    return _engine_document(parameters, body_key, url_key, label)


def install() -> None:
    cloudformation.handle_request = _handle_request
    helpers._resolve_document = _document
