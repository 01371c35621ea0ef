"""Every permission of every handler that a launch runs is granted on the resource's own ARN, at the time of the call.

Actions alone prove little: AWS also refuses a call if the statement is for other ARNs or for a tag without effect yet.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import pytest

from scripts.proofs.handlers import HANDLERS, needed_at
from tests.templates.rendered import EXAMPLE, LONGEST_ID, LONGEST_NAME, PRODUCTS, products_with, template_of
from tests.templates.resource_arns import KEY, PLACE, arn_of
from tests.templates.statements import LAUNCH_ROLES, Found, covers, of_launch_role, resource_of

LAUNCH = of_launch_role("build-train")
# The longest and the shortest legal names, and names like those of Studio's and the catalog's own resources.
NAMES = (LONGEST_NAME, "a", "studio", "us-east-1-222222222222", "mlops-catalog", "p", "P-p-p", "sagemaker-p-x")
IDS = (LONGEST_ID, "p-000000000000")
PROJECTS = [
    {"SageMakerProjectName": name, "SageMakerProjectId": identifier, "DomainName": name}
    for name in NAMES
    for identifier in IDS
]

# What a handler calls on something else than its own resource (Service Authorization Reference).
ELSEWHERE = {
    "codecommit:ListRepositories": "*",
    "codestar-connections:PassConnection": f"arn:aws:codestar-connections:{PLACE}:connection/0123abcd",
    "iam:CreateServiceLinkedRole": (
        "arn:aws:iam::222222222222:role/aws-service-role/sagemaker.amazonaws.com/AWSServiceRoleForAmazonSageMakerNotebooks"
    ),
    "iam:PassRole": "arn:aws:iam::222222222222:role/mlops-catalog/sagemaker-p-0123456789ab-build",
    "kms:CreateKey": "*",
    "kms:ListAliases": "*",
    "lambda:InvokeFunction": f"arn:aws:lambda:{PLACE}:function:mlops-catalog-seeding",
    "logs:DescribeIndexPolicies": "*",
    "logs:DescribeLogGroups": "*",
    "logs:DescribeResourcePolicies": "*",
    "s3:GetObject": "arn:aws:s3:::mlops-catalog-assets-0123456789ab-ap-southeast-1/seeds/weather/0.zip",
    "s3:GetObjectVersion": "arn:aws:s3:::mlops-catalog-assets-0123456789ab-ap-southeast-1/seeds/weather/0.zip",
}
# Studio's own roles, and the key of a domain.
ELSEWHERE_OF = {
    "AWS::SageMaker::Domain": {
        "iam:PassRole": "arn:aws:iam::222222222222:role/mlops-catalog/sagemaker-studio-vision-default",
        **dict.fromkeys(
            ("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlainText"), KEY
        ),
    },
    "AWS::SageMaker::UserProfile": {
        "iam:PassRole": "arn:aws:iam::222222222222:role/service-role/AmazonSageMaker-ExecutionRole-team-vision",
    },
}
# Creating these hands the project's tags over in the same request.
TAGGED_IN_THE_REQUEST = {
    "kms:CreateKey",
    "kms:TagResource",
    "sagemaker:AddTags",
    "sagemaker:CreateDomain",
    "sagemaker:CreateModelPackageGroup",
    "sagemaker:CreateUserProfile",
}
# What a request, the role that it is about or the connection that a launch names brings along.
ALWAYS_MET = {
    "iam:AWSServiceName",
    "iam:PermissionsBoundary",
    "kms:ViaService",
    "iam:PassedToService",
    "aws:ResourceTag/mlops-catalog:launchers",
}
# Conditions of statements for something else, so that nothing here may rest on them.
NEVER_MET = {"s3:ExistingObjectTag/servicecatalog:provisioning"}


def calls(product: str, project: dict[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Handler, resource, action and ARN of all calls of a launch, an update and a deletion of the product."""
    resources = template_of(product)["Resources"]
    for title, body in resources.items():
        elsewhere = ELSEWHERE | ELSEWHERE_OF.get(body["Type"], {})
        for handler in HANDLERS:
            for action in sorted(needed_at(handler, body["Type"])):
                yield handler, title, action, elsewhere.get(action) or arn_of(resources, title, EXAMPLE | project)


def is_met(found: Found, action: str, handler: str) -> bool:
    """Whether the statement's condition holds at that time of a resource's life."""
    conditions: dict[str, Any] = found.statement.get("Condition", {})
    keys = {key for tests in conditions.values() for key in tests} - ALWAYS_MET
    # A key's tags take effect only minutes later ("ABAC for AWS KMS"), after a possible rollback.
    # Tags to delete are there since earlier: a domain's create handler declares all of its calls about tags.
    early = (handler in ("create", "read") and action != "sagemaker:DeleteTags") or (
        handler == "delete" and action.startswith("kms:")
    )
    for key in keys:
        if key in NEVER_MET:
            return False
        if key.startswith("aws:ResourceTag/") and early:
            return False
        if key.startswith("aws:RequestTag/") and (handler != "create" or action not in TAGGED_IN_THE_REQUEST):
            return False
    return True


def of_key(product: str) -> list[Found]:
    """What the policy of the project's key grants to the launch role itself."""
    return [
        found
        for found in resource_of(product)
        if found.place == "Key" and found.allows and _names(LAUNCH_ROLES[product], found.statement)
    ]


def _names(role: str, statement: dict[str, Any]) -> bool:
    own = f"arn:aws:iam::222222222222:role/{role}"
    return statement.get("Condition") == {"ArnEquals": {"aws:PrincipalArn": own}}


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project["SageMakerProjectName"])
@pytest.mark.parametrize("product", PRODUCTS)
def test_every_permission_of_a_handler_is_granted_on_the_resource_at_the_time_of_the_call(
    product: str, project: dict[str, str]
) -> None:
    own, granted = of_key(product), of_launch_role(product)
    missing = {
        (handler, title, action, arn)
        for handler, title, action, arn in calls(product, project)
        if not any(found.allows and covers(found, action, arn) and is_met(found, action, handler) for found in granted)
        and not (arn == KEY and any(action in found.actions for found in own))
    }
    assert missing == set()


@pytest.mark.parametrize("product", products_with("AWS::KMS::Key"))
def test_the_key_of_a_product_lets_its_account_delegate_all_that_the_launch_role_does(product: str) -> None:
    """A key's policy has to allow even the account's own roles; a grant in IAM is not enough."""
    root = {"AWS": "arn:aws:iam::222222222222:root"}
    delegated = {
        action
        for found in resource_of(product)
        if found.place == "Key" and found.allows and found.statement["Principal"] == root
        for action in found.actions
    }
    on_the_key = {
        action
        for found in of_launch_role(product)
        for action in found.actions
        if action.startswith("kms:") and any(fnmatchcase(KEY, pattern) for pattern in found.resources)
    }
    own = {action for found in of_key(product) for action in found.actions}
    assert on_the_key - {"kms:CreateKey", "kms:ListAliases"} <= delegated | own


def test_an_update_that_changes_one_tag_is_granted_although_it_does_not_carry_the_projects_tag() -> None:
    group = f"arn:aws:sagemaker:{PLACE}:model-package-group/demo-p-0123456789ab"
    for action, arn in (("kms:TagResource", KEY), ("kms:UntagResource", KEY), ("sagemaker:AddTags", group)):
        granted = [found for found in LAUNCH if covers(found, action, arn) and is_met(found, action, "update")]
        assert granted, action
