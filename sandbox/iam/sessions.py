"""Temporary credentials of roles that AWS services assume, with the role's trust policy checked as AWS does."""

import json
import secrets
import threading
import time
from typing import Any
from urllib.parse import unquote

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam, sts

from sandbox.api.errors import ServiceError
from sandbox.api.loopback import Credentials
from sandbox.iam import source_keys

_LIFETIME_SECONDS = 3600
_registering = threading.Lock()  # the engine looks through all sessions when it adds one


def assume_for_service(role_arn: str, principal: str, session: str, source_arn: str = "") -> Credentials:
    """Credentials of a role for a service principal such as `servicecatalog.amazonaws.com`.

    Raises:
        ServiceError: AccessDenied, when the role does not exist or does not trust the service.

    """
    account, name = role_arn.split(":")[4], role_arn.rpartition("/")[2]
    role = iam._roles.get_scoped(account, None, name)
    if role is None or not may_assume(role_arn, principal, source_arn):
        problem = f"{principal} is not authorized to perform: sts:AssumeRole on resource: {role_arn}"
        raise ServiceError("AccessDenied", problem, 403)
    keys = Credentials(f"ASIA{secrets.token_hex(8).upper()}", secrets.token_hex(20), secrets.token_hex(32))
    described = {
        "Arn": f"arn:aws:sts::{account}:assumed-role/{name}/{session}",
        "UserId": f"{role['RoleId']}:{session}",
        "AccountId": account,
        "PrincipalType": "AssumedRole",
        "SecretAccessKey": keys.secret_key,
        "SessionToken": keys.token,
        "Expiration": time.time() + _LIFETIME_SECONDS,
        "SourceArn": source_arn,
    }
    with _registering:
        sts.register_session(keys.access_key, described)
    return keys


def may_assume(role_arn: str, principal: str, source_arn: str = "") -> bool:
    """Whether a role exists and trusts a service that assumes it for `source_arn`."""
    role = iam._roles.get_scoped(role_arn.split(":")[4], None, role_arn.rpartition("/")[2])
    source = source_keys.sent(principal, get_account_id(), source_arn)
    return role is not None and role["Arn"] == role_arn and _trusts(role, principal, source)


def caller() -> Credentials:
    """The credentials that signed the running request, as AWS forwards them from service to service."""
    key = iam_evaluator._verified_key.get() or get_account_id()  # the engine does not verify an account's root
    found: Any = iam_evaluator.resolve_credential(key, get_account_id())
    return Credentials(found.access_key_id, found.secret_access_key, found.session_token)


def started_by() -> str:
    """What AWS made the caller's session for, such as a rule or a pipeline; nothing when a person calls."""
    return sts._sessions.get(iam_evaluator._verified_key.get() or "", {}).get("SourceArn", "")


def caller_name() -> str:
    """The caller as AWS shows it: `root`, or a role and its session."""
    return caller_arn().partition(":assumed-role/")[2] or "root"


def caller_arn() -> str:
    return iam_evaluator.caller_arn()


def is_caller(role: str) -> bool:
    """Whether the current caller is a session of that role."""
    return ":assumed-role/" in caller_arn() and caller_arn().split("/")[1] == role.rpartition("/")[2]


def _trusts(role: dict[str, Any], principal: str, source: dict[str, str]) -> bool:
    document = role["AssumeRolePolicyDocument"]
    if isinstance(document, str):
        document = json.loads(unquote(document) if document.startswith("%") else document)
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
    return {statement["Effect"] for statement in statements if _applies(statement, principal, context)} == {"Allow"}


def _applies(statement: dict[str, Any], principal: str, context: iam_evaluator.EvalContext) -> bool:
    actions = statement.get("Action", [])
    named = iam_evaluator._action_matches(context.action, [actions] if isinstance(actions, str) else actions, [])
    trusted = iam_evaluator._service_principal_matches(statement.get("Principal"), principal)
    return named and trusted and iam_evaluator._conditions_met(statement.get("Condition", {}), context)
