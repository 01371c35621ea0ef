"""What IAM enforcement lacks in the engine: PassRole, more condition keys, exact ARNs, the organisation."""

from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from ministack import app
from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import iam, s3, tagging

from sandbox.api.types import HttpAnswer
from sandbox.iam import arrival, implied_permissions, request_context, sessions
from sandbox.iam.request_context import Request
from sandbox.services import cloudtrail
from sandbox.world import organization

_request: ContextVar[Request | None] = ContextVar("sandbox_request", default=None)
_denied: ContextVar[tuple[str, str] | None] = ContextVar("sandbox_denied", default=None)
_engine_enforce = iam_evaluator.enforce
_engine_resource_arn = iam_actions.extract_resource_arn
_engine_denial = iam_actions.access_denied_response
_engine_condition_key = iam_evaluator._resolve_condition_key

# IAM User Guide, "Grant permissions to pass a role": the calls that hand a role to a service.
_PASSING_VERBS = ("Create", "Update", "Put", "Register", "Start", "Run", "Execute")
_NOT_PASSING = {"iam", "sts", "servicecatalog", "kms", "s3", "ssm", "organizations"}


def _resource_arn(  # noqa: PLR0913, PLR0917 - the engine's signature
    service: str,
    method: str,
    path: str,
    headers: dict[str, Any],
    body: bytes,
    query: dict[str, Any],
    region: str,
    account: str,
) -> str:
    request = request_context.read(service, path, headers, body, query)
    _request.set(request)
    known = _engine_resource_arn(service, method, path, headers, body, query, region, account)
    return request_context.resource_arn(request, known, f"{region}:{account}")


def _enforce(  # noqa: PLR0913, PLR0917 - the engine's signature
    access_key: str,
    action: str,
    service: str,
    region: str,
    resource_arn: str = "*",
    service_context: dict[str, Any] | None = None,
) -> Any:
    request = _request.get()
    if action == "sts:AssumeRole" and _is_out_of_reach(resource_arn):
        refused = f"{iam_evaluator.caller_arn()} is not authorized to perform: {action} on resource: {resource_arn}"
        return iam_evaluator.AuthError("AccessDenied", f"User: {refused}")
    own = request_context.context(request, resource_arn) if request else {}
    _denied.set((action, resource_arn))
    denied = _engine_enforce(access_key, action, service, region, resource_arn, {**(service_context or {}), **own})
    if not denied and request is not None:
        # Tags of the request are in the engine's context; what tags at creation is judged by them too.
        tags = {name: value for name, value in (service_context or {}).items() if name.lower().startswith("aws:")}
        denied = _enforce_further(access_key, (action, resource_arn), region, request, tags)
    roles = _passed_roles(action, request) if request else ()
    cloudtrail.record_call(action, resource_arn, roles, denied)
    return denied


def _is_out_of_reach(role: str) -> bool:
    """Nobody gets into an account that was closed, or a role that is not everywhere yet."""
    if not role.startswith("arn:aws:iam::"):
        return False  # no role: STS refuses it
    return organization.is_suspended(role.split(":")[4]) or not arrival.role_has_arrived(role)


def _enforce_further(
    access_key: str, first: tuple[str, str], region: str, request: Request, tags: dict[str, Any]
) -> Any:
    """What else the request touches, and the roles that it hands on; `first` is the action and resource so far."""
    action = first[0]
    for permission in implied_permissions.implied_by(request, *first, f"{region}:{get_account_id()}"):
        _denied.set((permission.action, permission.resource))
        context = tags | request_context.context(request, permission.resource) | permission.context
        namespace = permission.action.partition(":")[0]
        denied = _engine_enforce(access_key, permission.action, namespace, region, permission.resource, context)
        if permission.action != action:
            cloudtrail.record_call(permission.action, permission.resource, (), denied)
        if denied:
            return denied
    for role in _passed_roles(action, request):
        _denied.set(("iam:PassRole", role))
        passed_to = {"iam:passedtoservice": f"{action.partition(':')[0]}.amazonaws.com"}
        denied = _engine_enforce(access_key, "iam:PassRole", "iam", region, role, passed_to)
        if denied:
            return denied
    return None


def _passed_roles(action: str, request: Request) -> Iterator[str]:
    """A role that hands itself on passes itself: SageMaker developer guide, "IAM access management", pipelines.

    The launch role is different: Service Catalog creates the stack in a session of it, which our stack gets as role.
    """
    namespace, _, operation = action.partition(":")
    if namespace in _NOT_PASSING or not operation.startswith(_PASSING_VERBS):
        return
    for role in _role_members(request.parameters):
        stays = namespace == "cloudformation" and sessions.is_caller(role)
        if role.split(":")[4] == get_account_id() and not stays:
            yield role


def _role_members(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for member in value:
            yield from _role_members(member)
    elif isinstance(value, dict):
        yield from _own_roles(value)


def _own_roles(value: dict[str, Any]) -> Iterator[str]:
    for name, member in value.items():
        # What an action of a pipeline is configured with is handed on when it runs, not when it is declared.
        if name == "configuration":
            continue
        if (
            isinstance(member, str)
            and name.lower().endswith(("role", "rolearn"))
            and member.startswith("arn:aws:iam::")
        ):
            yield member
        else:
            yield from _role_members(member)


def _denial(service: str, action: str, principal: str, request_id: str, **details: Any) -> HttpAnswer:
    """AWS names the resource in its refusals; the engine does so for some services only."""
    action, resource = _denied.get() or (action, details.get("resource_arn", "*"))
    if not details.get("message") and not details.get("error_code") and not details.get("resource_policy_arn"):
        details["message"] = iam_actions.identity_denial_message(
            action, principal, resource, details.get("explicit_deny", False)
        )
    return _engine_denial(service, action, principal, request_id, **details)


def _condition_key(key: str, context: iam_evaluator.EvalContext) -> Any:
    name = key.lower()
    if name == "aws:principalarn":
        return _role_of(context.principal_arn)
    if name in ("aws:principalorgid", "aws:principalorgpaths"):
        return organization.condition_value(name, context.principal_account)
    if name in ("aws:resourceaccount", "s3:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"):
        owner = _owner(context)
        return owner if name.endswith("account") else organization.condition_value(name, owner)
    known = _engine_condition_key(key, context)
    if known is None and name.startswith("aws:resourcetag/"):
        # The engine looks tags up only for identity policies; boundaries and key policies name them too.
        tags = tagging.resource_tags(context.resource_arn) or {}
        return {tag.lower(): value for tag, value in tags.items()}.get(name.partition("/")[2])
    return known


def _role_of(principal: str) -> str:
    """IAM User Guide, "aws:PrincipalArn": of a session it is the role's ARN, path and all, not the session's."""
    if ":assumed-role/" not in principal:
        return principal
    role = iam._roles.get_scoped(principal.split(":")[4], None, principal.split("/")[1])
    return role["Arn"] if role else principal


def _owner(context: iam_evaluator.EvalContext) -> str:
    """The account of a resource; bucket ARNs carry none, so the buckets know."""
    if context.resource_arn.startswith("arn:aws:s3:::"):
        bucket = context.resource_arn.removeprefix("arn:aws:s3:::").split("/", 1)[0]
        return s3._bucket_owner_account(bucket) or context.principal_account
    return iam_evaluator._account_from_arn(context.resource_arn) or context.principal_account


def install() -> None:
    iam_evaluator.enforce = _enforce
    iam_evaluator._resolve_condition_key = _condition_key
    iam_actions.extract_resource_arn = _resource_arn
    iam_actions.access_denied_response = _denial
    # Loopback is plain HTTP; policies that insist on TLS must not refuse everything.
    app.pin_request_origin = lambda address, _secure: iam_evaluator.pin_request_origin(address, True)  # noqa: FBT003
