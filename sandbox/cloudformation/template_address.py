"""Reads a template from its S3 address with the rights of whoever asks, as CloudFormation does."""

import re
from contextvars import ContextVar
from urllib.parse import parse_qs, unquote, urlsplit

from botocore.exceptions import ClientError
from ministack.core.concurrency import run_reentrant
from ministack.services import cloudformation
from ministack.services.cloudformation import helpers

from sandbox.api import loopback
from sandbox.cloudformation import identity

_VIRTUAL_HOST = re.compile(r"^(?P<bucket>.+)\.s3[.-][^/]*amazonaws\.com$")
_ANY_HOST = re.compile(r"^(s3[.-].*amazonaws\.com|127\.0\.0\.1.*|localhost.*)$")
_MORE = "For more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"
_fetched: ContextVar[tuple[str | None, tuple | None] | None] = ContextVar("sandbox_template", default=None)
_engine_document = helpers._resolve_document
_engine_handler = cloudformation.handle_request


async def _handle_request(method: str, path: str, headers: dict, body: bytes, query: dict) -> tuple:
    """Fetch first and off the loop, because the fetch is itself a request to this server."""
    given = parse_qs(body.decode(errors="replace")) if body else {}
    address = (given.get("TemplateURL") or query.get("TemplateURL") or [""])[0]
    _fetched.set(await run_reentrant(_fetch, address) if address else None)
    return await _engine_handler(method, path, headers, body, query)


def _fetch(address: str) -> tuple[str | None, tuple | None]:
    place = bucket_and_key(address)
    if place is None:
        return None, helpers._error("ValidationError", f"TemplateURL must be a supported URL: {address}")
    with loopback.acting_as(identity.caller()):
        try:
            answer = loopback.client("s3").get_object(Bucket=place[0], Key=place[1])
        except ClientError as error:
            return None, helpers._error("ValidationError", f"S3 error: {_reason(error)}")
    return answer["Body"].read().decode(), None


def _reason(error: ClientError) -> str:
    """CloudFormation hands on S3's sentence, which says no more than this about somebody else's bucket."""
    denied = error.response["Error"]["Code"] == "AccessDenied"
    return f"Access Denied\n{_MORE}" if denied else f"{error.response['Error']['Message']}\n{_MORE}"


def bucket_and_key(address: str) -> tuple[str, str] | None:
    """The place that an address of any of S3's forms means."""
    parts = urlsplit(address)
    key = unquote(parts.path.lstrip("/"))
    virtual = _VIRTUAL_HOST.match(parts.netloc)
    if virtual:
        return virtual["bucket"], key
    bucket, _, rest = key.partition("/")
    return (bucket, rest) if _ANY_HOST.match(parts.netloc) and rest else None


def _document(parameters: dict, body_key: str, url_key: str, label: str) -> tuple[str | None, tuple | None]:
    found = _fetched.get()
    if url_key == "TemplateURL" and found is not None:
        return found
    return _engine_document(parameters, body_key, url_key, label)


def install() -> None:
    cloudformation.handle_request = _handle_request
    helpers._resolve_document = _document
