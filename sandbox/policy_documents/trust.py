"""Trust policies of roles: IAM's checks in IAM's words; whether principals exist is a question to IAM's state.

The order and most words are those that versity/versitygw (`iamapi/policy/trust.go` and its tests) was given by AWS; a
bare wildcard: aws/aws-cdk, issue 5732; federated principals: pulumi/pulumi-eks, issue 871; shared providers: IAM User
Guide, "Identity-provider controls for shared OIDC providers".
"""

from collections.abc import Iterator

from sandbox.policy_documents import conditions, resource_based
from sandbox.policy_documents.parsing import Element, listed, strings
from sandbox.policy_documents.problems import PolicyError, Reason
from sandbox.policy_documents.shared_providers import check_tenant

_STS = "sts:"


def check(document: str) -> list[Element]:
    """The statements of a trust policy.

    Raises:
        PolicyError: the first problem that IAM names.

    """
    statements = resource_based.read(document)
    for statement in statements:
        _check_bare_principal(statement)
        resource_based.check_statement(statement)
        _check_principal_types(statement)
        _check_sts(statement)
    resource_based.check_sids(statements)
    for statement in statements:
        conditions.check_values(statement.get("Condition", {}))
    return statements


def principals(statements: list[Element], kind: str) -> Iterator[str]:
    """Every principal of a type, such as `Service`, that a trust policy names."""
    for statement in statements:
        yield from listed(statement["Principal"].get(kind, []))


def _check_bare_principal(statement: Element) -> None:
    if "NotPrincipal" in statement and statement.get("Effect") == "Allow":
        raise PolicyError(Reason.PRINCIPAL, "Allow with NotPrincipal is not allowed.")
    if "NotPrincipal" in statement:
        raise PolicyError(Reason.PRINCIPAL, "AssumeRole policy must not contain NotPrincipal field.")
    if statement.get("Principal") == "*":
        raise PolicyError(Reason.PRINCIPAL, 'AssumeRolepolicy contained an invalid principal: "STAR":"*".')


def _check_principal_types(statement: Element) -> None:
    given = statement["Principal"]
    if "CanonicalUser" in given:
        raise PolicyError(Reason.PRINCIPAL, 'Invalid principal in policy: "CanonicalUser"')
    for provider in listed(given.get("Federated", [])):
        if not _is_federated(provider):
            problem = "Federated principals must be valid domain names or SAML metadata ARNs"
            raise PolicyError(Reason.PRINCIPAL, problem)
        check_tenant(statement, provider)


def _is_federated(provider: str) -> bool:
    """A domain such as `accounts.google.com`, or the ARN of a provider with its name."""
    if not provider.startswith("arn:"):
        return "." in provider and not {"/", ":", "*", " "} & set(provider)
    kind, _, name = provider.split(":", 5)[-1].partition("/")
    return provider.startswith("arn:aws:iam::") and kind in {"saml-provider", "oidc-provider"} and bool(name)


def _check_sts(statement: Element) -> None:
    if not all(action.startswith(_STS) for action in strings(statement, "Action", "NotAction")):
        raise PolicyError(Reason.ACTION, "AssumeRole policy may only specify STS AssumeRole actions.")
    if "Resource" in statement:
        raise PolicyError(Reason.RESOURCE, "Has prohibited field Resource")
    if "NotResource" in statement:
        raise PolicyError(Reason.RESOURCE, "AssumeRole policy must not contain resources.")
