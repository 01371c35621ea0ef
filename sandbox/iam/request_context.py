"""What a request says about itself to IAM: its parameters, the exact ARN it acts on, its condition keys."""

import json
import re
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import cbor2
from ministack.core.responses import get_account_id
from ministack.services import iam, kms
from ministack.services.cloudformation import _stacks

from sandbox.services import SERVICES

_OURS = {service.name: service for service in SERVICES}

# Service Authorization Reference: request parameter -> condition key.
_CONDITION_KEYS = {
    "iam": {"PermissionsBoundary": "iam:permissionsboundary", "PolicyArn": "iam:policyarn"},
    "cloudformation": {
        "RoleARN": "cloudformation:rolearn",
        "TemplateURL": "cloudformation:templateurl",
        "ChangeSetName": "cloudformation:changesetname",
    },
    "lambda": {"Principal": "lambda:principal", "FunctionUrlAuthType": "lambda:functionurlauthtype"},
    "sns": {"Protocol": "sns:protocol", "Endpoint": "sns:endpoint"},
    "kms": {"GranteePrincipal": "kms:granteeprincipal", "KeySpec": "kms:keyspec", "KeyUsage": "kms:keyusage"},
    # PutMetricData alone has this key, and no other action that takes a namespace: Service Authorization Reference.
    "monitoring": {"Namespace": "cloudwatch:namespace"},
}


class Request(NamedTuple):
    service: str
    operation: str
    parameters: dict[str, Any]


def read(service: str, path: str, headers: dict[str, Any], body: bytes, query: dict[str, Any]) -> Request:
    ours = _OURS.get(service)
    if ours is not None and ours.data_plane and "x-amz-target" not in headers:
        return Request(service, *ours.data_plane.read(path))
    parameters = _parameters(headers.get("content-type", ""), body, query)
    if service == "s3" and "x-amz-acl" in headers:
        parameters["ACL"] = headers["x-amz-acl"]
    operation = headers.get("x-amz-target", "").rpartition(".")[2] or str(parameters.get("Action", ""))
    return Request(service, operation, parameters)


def _parameters(content_type: str, body: bytes, query: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {name: values[0] if isinstance(values, list) else values for name, values in query.items()}
    try:
        if "cbor" in content_type:
            found |= cbor2.loads(body)
        elif body[:1] == b"{":
            found |= json.loads(body)
        elif "x-www-form-urlencoded" in content_type:
            found |= {name: values[0] for name, values in parse_qs(body.decode()).items()}
    except ValueError:
        return found
    return found


def resource_arn(request: Request, known: str, place: str) -> str:
    """The ARN that AWS evaluates; `known` is the engine's answer, `place` is region:account."""
    ours = _OURS.get(request.service)
    if ours is not None:
        return ours.resource_arn(request.operation, request.parameters)
    correct = _CORRECTIONS.get(request.service)
    return correct(request, known, place) if correct else known


def _identity(request: Request, known: str, _place: str) -> str:
    given = request.parameters
    path, owner = given.get("Path", "/"), get_account_id()
    if request.operation == "CreatePolicy":
        return f"arn:aws:iam::{owner}:policy{path}{given['PolicyName']}"
    role = given.get("RoleName")
    if request.operation == "CreateRole":
        return f"arn:aws:iam::{owner}:role{path}{role}"
    return iam._roles[role]["Arn"] if role in iam._roles else known


def _rule(request: Request, known: str, place: str) -> str:
    given = request.parameters
    if given.get("ResourceARN"):
        return given["ResourceARN"]
    if "EventBus" in request.operation and "Name" in given:
        return f"arn:aws:events:{place}:event-bus/{given['Name'].rpartition('/')[2]}"
    name = given.get("Rule") or given.get("Name")
    if not name or not re.search(r"Rule|Target", request.operation):
        return known
    bus = given.get("EventBusName", "default").rpartition("/")[2]
    return f"arn:aws:events:{place}:rule/{name if bus == 'default' else f'{bus}/{name}'}"


def _log_group(request: Request, known: str, place: str) -> str:
    if "Tag" in request.operation:
        return known
    group = known.partition(":log-group:")[2] or request.parameters.get("logGroupNamePrefix", "")
    return f"arn:aws:logs:{place}:log-group:{group}:log-stream:{request.parameters.get('logStreamName', '')}"


def _function(request: Request, known: str, place: str) -> str:
    name = request.parameters.get("FunctionName")
    return f"arn:aws:lambda:{place}:function:{name}" if known == "*" and name else known


def _stack(request: Request, known: str, place: str) -> str:
    stack_set = request.parameters.get("StackSetName")
    if stack_set:
        return f"arn:aws:cloudformation:{place}:stackset/{stack_set}:*"
    name = request.parameters.get("StackName", "")
    if name in _stacks:
        return _stacks[name]["StackId"]
    change_set = re.match(r"(arn:.*?):changeSet/", request.parameters.get("ChangeSetName", ""))
    return f"{change_set[1]}:stack/*" if change_set and known == "*" else known


def _alarm_or_dashboard(request: Request, known: str, place: str) -> str:
    """Service Authorization Reference, "Resource types defined by Amazon CloudWatch": dashboards have no region."""
    given = request.parameters
    dashboard = given.get("DashboardName") or next(iter(given.get("DashboardNames") or []), "")
    if dashboard:
        return f"arn:aws:cloudwatch::{place.rpartition(':')[2]}:dashboard/{dashboard}"
    name = given.get("AlarmName") or next(iter(given.get("AlarmNames") or []), "")
    return f"arn:aws:cloudwatch:{place}:alarm:{name}" if name else given.get("ResourceARN") or known


def _topic(request: Request, known: str, _place: str) -> str:
    """Service Authorization Reference, "Actions defined by Amazon SNS": a subscription is its topic's."""
    subscription = request.parameters.get("SubscriptionArn")
    return subscription.rpartition(":")[0] if subscription else request.parameters.get("ResourceArn", known)


def _key(request: Request, known: str, place: str) -> str:
    alias = request.parameters.get("AliasName")
    if alias:
        return f"arn:aws:kms:{place}:{alias}"
    key = kms._resolve_key(known) if ":alias/" in known else None
    return key["Arn"] if key else known


_CORRECTIONS = {
    "kms": _key,
    "iam": _identity,
    "events": _rule,
    "logs": _log_group,
    "lambda": _function,
    "cloudformation": _stack,
    "monitoring": _alarm_or_dashboard,
    "sns": _topic,
}


def context(request: Request, _resource: str) -> dict[str, Any]:
    """The condition keys of this request beyond those that the engine knows."""
    ours = _OURS.get(request.service)
    if ours is not None:
        return ours.condition_context(request.operation, request.parameters)
    keys = _CONDITION_KEYS.get(request.service, {})
    found = {key: request.parameters[name] for name, key in keys.items() if request.parameters.get(name)}
    role = iam._roles.get(request.parameters.get("RoleName")) if request.service == "iam" else None
    # Changing a role is judged by the boundary that the role has.
    if role and role.get("PermissionsBoundary"):
        found.setdefault("iam:permissionsboundary", role["PermissionsBoundary"])
    if request.service == "kms":
        found["kms:calleraccount"] = get_account_id()
    return found
