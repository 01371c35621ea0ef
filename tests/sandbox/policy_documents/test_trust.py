"""Trust policies, with what IAM says about each mistake."""

import json
from typing import Any

import pytest

from sandbox.policy_documents import trust
from sandbox.policy_documents.problems import PolicyError, Reason

NO_PRINCIPALS = (
    "com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!"
)
GITHUB = "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com"


def document(*, version: str = "2012-10-17", **elements: Any) -> str:
    """A right document with one statement, some of its elements changed; None leaves an element out."""
    statement = {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}
    whole = {name: value for name, value in (statement | elements).items() if value is not None}
    return json.dumps({"Version": version, "Statement": [whole]})


def problem_of(text: str) -> PolicyError:
    with pytest.raises(PolicyError) as refused:
        trust.check(text)
    return refused.value


@pytest.mark.parametrize(
    "text",
    [
        document(version="2008-10-17"),
        document(Principal={"AWS": ["111111111111", "arn:aws:iam::222222222222:root"]}),
        document(Principal={"AWS": "*", "Service": "lambda.amazonaws.com"}),
        document(Action=["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]),
        document(Effect="Deny", Action=None, NotAction="sts:AssumeRole"),
        document(Sid="", Condition={"StringEquals": {"aws:SourceAccount": "111111111111"}}),
        document(Principal={"Federated": "accounts.google.com"}, Action="sts:AssumeRoleWithWebIdentity"),
        document(
            Principal={"Federated": GITHUB},
            Condition={"StringLike": {"token.actions.githubusercontent.com:sub": "repo:a/b:*"}},
        ),
    ],
)
def test_what_roles_trust_is_stored(text: str) -> None:
    assert len(trust.check(text)) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{trust}", "This policy contains invalid Json"),
        ('["a"]', "This policy contains invalid Json"),
        (document(version="2020-01-01"), "The policy must contain a valid version string"),
        ('{"Version": "2012-10-17"}', "Could not parse the policy: Statement is empty!"),
        ('{"Statement": []}', "Could not parse the policy: Statement is empty!"),
        (document(Effect=None), "Missing required field Effect"),
        (document(Effect="Perhaps"), "Invalid effect: Perhaps"),
        (document(Principal=None), "Missing required field Principal"),
        (document(Principal={}), "Missing required field Principal cannot be empty!"),
        (document(Principal="*"), 'AssumeRolepolicy contained an invalid principal: "STAR":"*".'),
        (document(Principal="sagemaker.amazonaws.com"), "Principal must be a JSON object."),
        (document(Principal={"CanonicalUser": "a"}), 'Invalid principal in policy: "CanonicalUser"'),
        (document(Principal={"Role": "a"}), 'Invalid principal in policy: "Role"'),
        (
            document(Principal={"AWS": []}),
            f"Invalid principal in policy: {NO_PRINCIPALS}",
        ),
        (document(Principal=None, NotPrincipal={"AWS": "*"}), "Allow with NotPrincipal is not allowed."),
        (
            document(Principal=None, NotPrincipal={"AWS": "*"}, Effect="Deny"),
            "AssumeRole policy must not contain NotPrincipal field.",
        ),
        (document(Action=None), "Missing required field Action"),
        (document(NotAction="sts:TagSession"), "Syntax error in policy."),
        (document(Action="*"), "AssumeRole policy may only specify STS AssumeRole actions."),
        (document(Action=["sts:AssumeRole", "s3:Get*"]), "AssumeRole policy may only specify STS AssumeRole actions."),
        (document(Resource="*"), "Has prohibited field Resource"),
        (document(NotResource="*"), "AssumeRole policy must not contain resources."),
        (document(Condition={"StringSimilar": {"a": "b"}}), "Invalid Condition type : StringSimilar"),
        (
            document(Principal={"Federated": "arn:aws:iam::111111111111:oidc-provider/"}),
            "Federated principals must be valid domain names or SAML metadata ARNs",
        ),
        (
            document(Principal={"Federated": "cognito-identity.amazonaws.com"}),
            "A condition block must be present for the Cognito provider",
        ),
    ],
)
def test_a_mistake_is_named_as_iam_names_it(text: str, message: str) -> None:
    assert problem_of(text).message == message


def test_two_statements_have_two_ids() -> None:
    statement = json.loads(document(Sid="A"))["Statement"][0]
    twice = json.dumps({"Statement": [statement, statement]})
    assert problem_of(twice).message == "The Statement Ids in the policy are not unique"


@pytest.mark.parametrize("condition", [None, {"StringLike": {"token.actions.githubusercontent.com:sub": "*"}}])
def test_every_tenant_of_a_shared_provider_is_not_trusted(condition: dict[str, Any] | None) -> None:
    refused = problem_of(document(Principal={"Federated": GITHUB}, Condition=condition))
    assert refused.reason is Reason.CONDITION_VALUE
