"""Recorded calls made against an endpoint, with answers as JSON: bodies are read, times and bytes are marked."""

import base64
import datetime
import decimal
import functools
import threading
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from scripts.agreement.replay import Client, Keys
from scripts.agreement.verdict import Answer, Refusal

# What a recorded call lacks or has too much is for AWS to refuse, and everything is asked once.
_CONFIGURATION = Config(
    retries={"total_max_attempts": 1},
    read_timeout=30,
    parameter_validation=False,
    inject_host_prefix=False,
    s3={"addressing_style": "path"},
)


def sandbox_client(state: Path) -> Client:
    """Calls of any service of the sandbox that runs on a state folder, as any account's root."""
    endpoint = f"http://127.0.0.1:{(state / 'port').read_text().strip()}"
    return client_for(endpoint, (state / "secret").read_text())


def client_for(endpoint: str, secret: str) -> Client:
    """Calls of any service at `endpoint`; `secret` is the secret key of every account's root there."""
    session, making = boto3.Session(), threading.Lock()

    @functools.lru_cache(maxsize=256)
    def client(service: str, region: str, keys: Keys) -> Any:
        with making:  # a session makes one client at a time
            return session.client(
                service,  # pyright: ignore[reportCallIssue, reportArgumentType] - any service
                region_name=region,
                endpoint_url=endpoint,
                aws_access_key_id=keys.access_key,
                aws_secret_access_key=keys.secret_key or secret,
                aws_session_token=keys.token,
                config=_CONFIGURATION,
            )

    def call(service: str, operation: str, parameters: dict[str, Any], region: str, keys: Keys) -> Answer:
        try:
            return Answer(plain(client(service, region, keys)._make_api_call(operation, parameters)))
        except ClientError as error:
            found = error.response.get("Error", {})
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
            refusal = Refusal(str(found.get("Code")), str(found.get("Message")), status)
            return Answer(plain(error.response), refusal)
        except (BotoCoreError, TypeError, ValueError, AttributeError) as error:  # botocore cannot write the request
            return Answer(None, Refusal(type(error).__name__, str(error), 0))

    return call


def plain(value: Any) -> Any:
    """An answer of boto3 as JSON."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(each) for each in value]
    if isinstance(value, str | int | float | None):
        return value
    return _marked(value)


def _marked(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return {"$time": value.isoformat()}
    if isinstance(value, decimal.Decimal):
        return float(value)
    content = value.read() if hasattr(value, "read") else value
    if isinstance(content, (bytes, bytearray)):
        return {"$bytes": base64.b64encode(bytes(content)).decode()}
    return {"$other": type(value).__name__}
