"""Federated providers that many tenants share: a trust policy has to compare the tenant's claim.

IAM User Guide, "Identity-provider controls for shared OIDC providers", as versity/versitygw (`iamapi/policy/trust.go`)
lists its table; the words for Cognito are from there too. For the others no source has AWS's words.
"""

from sandbox.policy_documents.parsing import Element, listed
from sandbox.policy_documents.problems import PolicyError, Reason

_COGNITO = "cognito-identity.amazonaws.com"
_CLAIMS = {
    "token.actions.githubusercontent.com": "sub",
    "vstoken.actions.githubusercontent.com": "sub",
    "oidc-configuration.audit-log.githubusercontent.com": "sub",
    "gitlab.com": "sub",
    "agent.buildkite.com": "sub",
    "app.terraform.io": "sub",
    "oidc.codefresh.io": "sub",
    "studio.datachain.ai/api": "sub",
    "scalr.io": "sub",
    "tokens.cloud.shisho.dev": "sub",
    "proidc.upbound.io": "sub",
    "api.pulumi.com/oidc": "aud",
    "sandboxes.cloud": "aud",
    "oidc.vercel.com": "aud",
}
_COMPARING = ("StringEquals", "StringLike", "StringEqualsIgnoreCase")


def check_tenant(statement: Element, provider: str) -> None:
    """Refuse a statement that trusts every tenant of a provider.

    Raises:
        PolicyError: with the reason CONDITION for Cognito, CONDITION_VALUE for a provider whose refusal is unknown.

    """
    if provider == _COGNITO and not _compares(statement, f"{_COGNITO}:aud"):
        raise PolicyError(Reason.CONDITION, "A condition block must be present for the Cognito provider")
    issuer = provider.partition(":oidc-provider/")[2]
    if issuer in _CLAIMS and not _compares(statement, f"{issuer}:{_CLAIMS[issuer]}"):
        problem = f"a trust policy for every tenant of {issuer}, without a condition on {issuer}:{_CLAIMS[issuer]},"
        raise PolicyError(Reason.CONDITION_VALUE, problem)


def _compares(statement: Element, key: str) -> bool:
    """Whether a condition compares the key with something else than wildcards."""
    return any(
        str(value).strip("*?")
        for operator, keys in statement.get("Condition", {}).items()
        if operator.partition(":")[2] in _COMPARING or operator in _COMPARING
        for given, values in keys.items()
        if given.lower() == key.lower()
        for value in listed(values)
    )
