"""What roles may do, and what none may, read from the templates as IAM would read them."""

from typing import Any

import pytest

from tests.templates.rendered import EXAMPLE, FOUNDATIONS, LONGEST_ID, PRODUCTS, filled_in, resources_of, template_of
from tests.templates.statements import covers, identity_of, resource_of, roles, trust_of
from tests.templates.wildcard_actions import WILDCARD_ACTIONS

ALL = [*PRODUCTS, *FOUNDATIONS]
STAGES = {"staging": "333333333333", "production": "444444444444"}


@pytest.mark.parametrize("name", ALL)
def test_no_grant_has_a_wildcard_action(name: str) -> None:
    granted = [*identity_of(name), *resource_of(name), *trust_of(name)]
    assert [found for found in granted if found.allows and "*" in "".join(found.actions)] == []


@pytest.mark.parametrize("name", ALL)
def test_no_statement_speaks_of_everything_but(name: str) -> None:
    for found in [*identity_of(name), *resource_of(name), *trust_of(name)]:
        assert not {"NotAction", "NotResource", "NotPrincipal"} & set(found.statement)


@pytest.mark.parametrize("name", ALL)
def test_only_listed_actions_are_granted_on_everything(name: str) -> None:
    on_everything = {action for found in identity_of(name) if "*" in found.resources for action in found.actions}
    assert on_everything <= set(WILDCARD_ACTIONS)


def test_every_listed_action_is_still_granted_somewhere() -> None:
    granted = {action for name in ALL for found in identity_of(name) for action in found.actions}
    assert set(WILDCARD_ACTIONS) <= granted


@pytest.mark.parametrize("name", ALL)
def test_every_trust_says_for_whom_or_for_what(name: str) -> None:
    for found in trust_of(name):
        condition = found.statement["Condition"]
        keys = {key for operator in condition.values() for key in operator}
        assert keys & {"aws:SourceAccount", "aws:PrincipalOrgID", "aws:PrincipalArn"}, found.place


@pytest.mark.parametrize("name", PRODUCTS)
def test_roles_of_projects_are_bounded_and_on_the_path(name: str) -> None:
    for title, role in roles(name).items():
        properties = role["Properties"]
        assert properties["Path"] == "/mlops-catalog/", title
        assert properties["PermissionsBoundary"] == {"Ref": "PermissionsBoundary"}, title
        assert filled_in(properties["RoleName"]).startswith("sagemaker-"), title
        assert "ManagedPolicyArns" not in properties, title


def test_studio_and_projects_cannot_become_the_approver() -> None:
    trust = next(found for found in trust_of("spoke-roles") if found.place == "Approver")
    never = trust.statement["Condition"]["ArnNotLike"]["aws:PrincipalArn"]
    account = "arn:aws:iam::222222222222:"
    assert f"{account}role/mlops-catalog/sagemaker-*" in never
    assert f"{account}role/service-role/AmazonSageMaker*" in never


@pytest.mark.parametrize("name", PRODUCTS)
def test_jobs_cannot_touch_what_pipelines_hand_on(name: str) -> None:
    """Artifacts of a pipeline become production: code of a job must not write there."""
    for found in identity_of(name):
        if found.place == "ExecutionRole":
            assert not covers(found, "s3:PutObject", "<Bucket.Arn>/sagemaker-demo/Prepared/x"), found


@pytest.mark.parametrize("name", PRODUCTS)
def test_other_accounts_get_in_by_named_roles_only(name: str) -> None:
    for found in resource_of(name):
        principal = found.statement["Principal"]
        if found.allows and isinstance(principal, dict) and "AWS" in principal:
            named = principal["AWS"] if isinstance(principal["AWS"], list) else [principal["AWS"]]
            own_account = "arn:aws:iam::222222222222:root"
            assert named == [own_account] or (named == ["*"] and _names_roles_of_stages(found.statement)), found


def _names_roles_of_stages(statement: dict[str, Any]) -> bool:
    """By condition, so that a role that is missing stops no launch: the project's own, of the organisation alone."""
    condition = statement["Condition"]
    arns = condition.get("ArnEquals", {}).get("aws:PrincipalArn", [])
    stages = tuple(
        f"arn:aws:iam::{account}:role/mlops-catalog/sagemaker-{LONGEST_ID}-{stage}-"
        for stage, account in STAGES.items()
    )
    return (
        len(arns) > 0
        and all(arn.startswith(stages) and "*" not in arn for arn in arns)
        and condition.get("StringEquals", {}).get("aws:PrincipalOrgID") == "<Organization>"
    )


OWN_ROOT = {"AWS": "arn:aws:iam::222222222222:root"}
ORGANIZATIONS = ("<Organization>", EXAMPLE["OrganizationId"])


@pytest.mark.parametrize("name", ALL)
def test_what_other_accounts_may_is_for_those_of_the_organisation_alone(name: str) -> None:
    """Of policies and of trusts: a principal of any account, or of an account that a parameter names."""
    for found in [*resource_of(name), *trust_of(name)]:
        principal = found.statement["Principal"]
        if found.allows and principal != OWN_ROOT and "Service" not in principal:
            equals = found.statement.get("Condition", {}).get("StringEquals", {})
            assert equals.get("aws:PrincipalOrgID") in ORGANIZATIONS or _of_own_account(found.statement), found


def _of_own_account(statement: dict[str, Any]) -> bool:
    condition = statement.get("Condition", {})
    caller = condition.get("StringEquals", {}).get("kms:CallerAccount")
    role = condition.get("ArnEquals", {}).get("aws:PrincipalArn", "")
    return caller == "222222222222" or (isinstance(role, str) and role.startswith("arn:aws:iam::222222222222:role/"))


@pytest.mark.parametrize("name", PRODUCTS)
def test_no_policy_names_a_principal_that_may_be_missing(name: str) -> None:
    """KMS, S3, SNS and SQS refuse a policy of which one principal does not exist: only the own account always does."""
    for found in resource_of(name):
        assert ":role/" not in str(found.statement["Principal"]), found


@pytest.mark.parametrize("name", ALL)
def test_buckets_topics_and_queues_refuse_plain_http(name: str) -> None:
    checked = {"AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy"}
    for title in resources_of(template_of(name), *checked):
        denials = [found.statement for found in resource_of(name) if found.place == title and not found.allows]
        assert any(denial["Condition"] == {"Bool": {"aws:SecureTransport": "false"}} for denial in denials), title
