"""Calls from one service to another over HTTP: as an account's root, as the caller, or as an assumed role."""

import functools
import json
import os
import secrets
import time
import urllib.parse
from typing import Any

import boto3
from botocore.config import Config
from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.core.router import extract_access_key_id
from ministack.services import iam, sts

from .errors import ServiceError
from .service import request_headers

Credentials = dict[str, str]

_CONFIG = Config(
    retries={"max_attempts": 1}, s3={"addressing_style": "path"}, inject_host_prefix=False, read_timeout=600
)


def client(service: str, account: str | None = None, credentials: Credentials | None = None) -> Any:
    """A boto3 client for this sandbox, in the region of the current request; root of the account unless told."""
    root = {"AccessKeyId": account or get_account_id(), "SecretAccessKey": "test", "SessionToken": ""}
    given = credentials or root
    keys = (given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    return _client(service, os.environ.get("GATEWAY_PORT", "4566"), get_region(), keys)


def client_of_caller(service: str) -> Any:
    """A client with the credentials that signed the current request, as AWS forwards them between services."""
    resolved = iam_evaluator.resolve_credential(extract_access_key_id(request_headers.get(), {}), get_account_id())
    if isinstance(resolved, iam_evaluator.CredentialResolutionError):
        raise ServiceError(resolved.code, resolved.message, 403)
    token = resolved.session_token or ""
    keys = (resolved.access_key_id, resolved.secret_access_key, token)
    return client(service, credentials=dict(zip(("AccessKeyId", "SecretAccessKey", "SessionToken"), keys, strict=True)))


def assume_for_service(role_arn: str, principal: str, session: str, source_arn: str = "") -> Credentials:
    """Credentials of `role_arn` as an AWS service obtains them; the role's trust policy must name the service.

    Raises:
        ServiceError: AccessDenied, when the role does not exist or does not trust the service.

    """
    account, name = role_arn.split(":")[4], role_arn.rpartition("/")[2]
    role = iam._roles.get_scoped(account, None, name)
    source = {"aws:sourceaccount": get_account_id()} | ({"aws:sourcearn": source_arn} if source_arn else {})
    if role is None or role["Arn"] != role_arn or not _trusts(role, principal, source):
        problem = f"{principal} is not authorized to perform: sts:AssumeRole on resource: {role_arn}"
        raise ServiceError("AccessDenied", problem, 403)
    keys = {
        "AccessKeyId": "ASIA" + secrets.token_hex(8).upper(),
        "SecretAccessKey": secrets.token_hex(20),
        "SessionToken": secrets.token_hex(32),
    }
    identity = {"Arn": f"arn:aws:sts::{account}:assumed-role/{name}/{session}", "UserId": f"{role['RoleId']}:{session}"}
    sts.register_session(
        keys["AccessKeyId"], {**keys, **identity, "AccountId": account, "Expiration": time.time() + 43200}
    )
    return keys


def _trusts(role: dict[str, Any], principal: str, source: dict[str, str]) -> bool:
    document = role["AssumeRolePolicyDocument"]
    if isinstance(document, str):
        document = json.loads(urllib.parse.unquote(document) if document.startswith("%") else document)
    context = iam_evaluator.EvalContext(
        principal_arn=principal,
        principal_type="Service",
        principal_account="",
        action="sts:AssumeRole",
        resource_arn=role["Arn"],
        region=get_region(),
        service_context=source,
    )
    statements = document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
    effects = {each["Effect"] for each in statements if _applies(each, principal, context)}
    return effects == {"Allow"}


def _applies(statement: dict[str, Any], principal: str, context: Any) -> bool:
    actions = statement.get("Action", [])
    named = iam_evaluator._action_matches(context.action, [actions] if isinstance(actions, str) else actions, [])
    trusted = iam_evaluator._service_principal_matches(statement.get("Principal"), principal)
    return named and trusted and iam_evaluator._conditions_met(statement.get("Condition", {}), context)


@functools.lru_cache(maxsize=256)
def _client(service: str, port: str, region: str, keys: tuple[str, str, str]) -> Any:
    # The session is the client's own: making clients from boto3's default session is not safe between threads.
    return boto3.Session().client(
        service,
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name=region,
        config=_CONFIG,
        aws_access_key_id=keys[0],
        aws_secret_access_key=keys[1],
        aws_session_token=keys[2] or None,
    )
