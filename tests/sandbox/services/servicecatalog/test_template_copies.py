"""Service Catalog's copy of a template, which forms, launches and updates read as the launch role."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

STACKS = {"Effect": "Allow", "Action": ["cloudformation:*", "sns:*"], "Resource": "*"}
COPIES = {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "*",
    "Condition": {"StringEquals": {"s3:ExistingObjectTag/servicecatalog:provisioning": "true"}},
}


def source_of(launchable_product: Any) -> tuple[str, str]:
    host, _, key = launchable_product.template_url.removeprefix("https://").partition("/")
    return host.partition(".")[0], key


def source_only(launchable_product: Any) -> dict[str, Any]:
    """A launch role that reads the source of the template, and not the copy."""
    bucket, _ = source_of(launchable_product)
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}


@pytest.fixture
def use_role(cloud: Any, launch_with_role: Any) -> Any:
    """Makes the product launch with a new role that has the given statements, in the hub and in the spoke."""

    def use(*statements: dict[str, Any]) -> None:
        name = cloud.unique("launching")
        for account in (cloud.hub, cloud.development):
            cloud.role(account, name, "servicecatalog.amazonaws.com")
            iam = cloud.client("iam", account)
            iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=cloud.policy(*statements))
        launch_with_role(name)

    return use


@pytest.fixture
def form(scientist: Any, launchable_product: Any) -> Any:
    """Reads the names of the product's parameters as the data scientist."""

    def read() -> list[str]:
        answer = scientist.catalog.describe_provisioning_parameters(**launchable_product.version)
        return [parameter["ParameterKey"] for parameter in answer["ProvisioningArtifactParameters"]]

    return read


def test_the_tag_of_the_copy_is_what_lets_the_launch_role_read_it(
    launchable_product: Any, scientist: Any, use_role: Any, form: Any
) -> None:
    use_role(STACKS, COPIES)
    assert "Greeting" in form()
    assert scientist.ended(scientist.launch(launchable_product))["RecordDetail"]["Status"] == "SUCCEEDED"


def test_a_version_outlives_the_file_that_it_was_made_from(
    cloud: Any, launchable_product: Any, scientist: Any, form: Any
) -> None:
    bucket, key = source_of(launchable_product)
    cloud.client("s3").delete_object(Bucket=bucket, Key=key)
    assert "Greeting" in form()
    assert scientist.ended(scientist.launch(launchable_product))["RecordDetail"]["Status"] == "SUCCEEDED"


def test_a_launch_role_that_reads_the_source_only_cannot_launch(
    launchable_product: Any, scientist: Any, use_role: Any
) -> None:
    use_role(STACKS, source_only(launchable_product))
    record = scientist.ended(scientist.launch(launchable_product))["RecordDetail"]
    assert record["Status"] == "FAILED"
    assert "S3 error: Access Denied" in record["RecordErrors"][0]["Description"]


def test_an_update_reads_the_copy_too(launchable_product: Any, scientist: Any, use_role: Any) -> None:
    use_role(STACKS, COPIES)
    record = scientist.ended(scientist.launch(launchable_product))["RecordDetail"]
    use_role(STACKS, source_only(launchable_product))
    update = scientist.catalog.update_provisioned_product(
        ProvisionedProductId=record["ProvisionedProductId"], ProvisioningParameters=[{"Key": "Greeting", "Value": "x"}]
    )
    assert (
        "S3 error: Access Denied"
        in scientist.ended(update["RecordDetail"])["RecordDetail"]["RecordErrors"][0]["Description"]
    )


def test_a_form_is_refused_when_the_launch_role_cannot_read_the_copy(
    launchable_product: Any, use_role: Any, form: Any
) -> None:
    use_role(STACKS, source_only(launchable_product))
    with pytest.raises(ClientError, match=r"InvalidParametersException.*S3 error: Access Denied"):
        form()


def test_a_form_takes_the_summary_of_the_template(use_role: Any, form: Any) -> None:
    use_role({"Effect": "Allow", "Action": "cloudformation:CreateStack", "Resource": "*"}, COPIES)
    with pytest.raises(ClientError, match="not authorized to perform: cloudformation:GetTemplateSummary"):
        form()


def test_a_form_takes_a_launch_role_that_can_be_assumed(cloud: Any, form: Any) -> None:
    iam = cloud.client("iam", cloud.development)
    trust = iam.get_role(RoleName="launch")["Role"]["AssumeRolePolicyDocument"]
    denied = {"Effect": "Deny", "Principal": {"Service": "servicecatalog.amazonaws.com"}, "Action": "sts:AssumeRole"}
    iam.update_assume_role_policy(RoleName="launch", PolicyDocument=cloud.policy(denied))
    try:
        with pytest.raises(
            ClientError, match=f"Access denied while assuming the role .*{cloud.development}:role/launch"
        ):
            form()
    finally:
        iam.update_assume_role_policy(RoleName="launch", PolicyDocument=json.dumps(trust))
