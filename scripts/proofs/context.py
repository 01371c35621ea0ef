"""The condition keys of a request that follow from the world (IAM User Guide, "AWS global condition context keys")."""

from typing import Any

from scripts.proofs.requests import Request
from scripts.proofs.world.facts import Facts

SERVICE = ".amazonaws.com"
VERSION, GROUP = ":model-package/", ":model-package-group/"


def protected_arn(request: Request) -> str:
    """The ARN of the resource whose policy decides: the bucket of an object, the group of a model version."""
    arn = request.resource
    if arn.startswith("arn:aws:s3:::"):
        return arn.partition("/")[0]
    if VERSION in arn:
        before, _, version = arn.partition(VERSION)
        return f"{before}{GROUP}{version.rpartition('/')[0]}"
    is_role = ":role/" in arn
    return "" if is_role and not request.action.startswith("sts:") else arn


def context_of(request: Request, facts: Facts) -> dict[str, Any]:
    """All keys in lower case. A key that the request sets to None is absent."""
    principal = facts.principal(request.principal)
    owner = _owner(request, facts)
    context: dict[str, Any] = {"aws:securetransport": "true", "aws:resourceaccount": owner}
    context |= _organisation("resource", facts.accounts.get(owner, {}))
    context |= {
        f"aws:resourcetag/{name.lower()}": value for name, value in facts.tags.get(request.resource, {}).items()
    }
    if principal is None:
        context |= {"aws:principalisawsservice": "true", "aws:principalservicename": request.principal}
    else:
        context |= {"aws:principalisawsservice": "false", "aws:principalarn": principal.arn}
        context |= {"aws:principalaccount": principal.account, "aws:principaltype": "AssumedRole"}
        context |= {f"aws:principaltag/{name.lower()}": value for name, value in principal.tags.items()}
        context |= _organisation("principal", facts.accounts.get(principal.account, {}))
        if request.action.startswith("kms:"):
            context["kms:calleraccount"] = principal.account
    context |= {key.lower(): value for key, value in request.context.items()}
    return {key: value for key, value in context.items() if value is not None}


def _owner(request: Request, facts: Facts) -> str:
    """The account of the resource. What has none, such as `*`, is in the account of the principal."""
    protected = protected_arn(request) or request.resource
    if protected in facts.owners:
        return facts.owners[protected]
    account = request.resource.split(":", 5)[4] if request.resource.startswith("arn:") else ""
    if account:
        return account
    principal = facts.principal(request.principal)
    return principal.account if principal else ""


def _organisation(side: str, account: dict[str, Any]) -> dict[str, Any]:
    if not account:
        return {}
    return {f"aws:{side}orgid": account["organization"], f"aws:{side}orgpaths": [account["path"]]}
