"""Service Catalog keeps a copy of every version's template; forms, launches and updates read it as the launch role."""

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


def source_of(offer: Any) -> tuple[str, str]:
    host, _, key = offer.template_url.removeprefix("https://").partition("/")
    return host.partition(".")[0], key


def source_only(offer: Any) -> dict[str, Any]:
    """What the launch role was granted as long as only the sandbox had launched with it."""
    bucket, _ = source_of(offer)
    return {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}


@pytest.fixture
def use_role(cloud: Any, offer: Any) -> Any:
    """Puts a launch role with the given statements behind the offer, in the hub and in the spoke."""

    def use(*statements: dict[str, Any]) -> None:
        name, hub = cloud.unique("launching"), cloud.client("servicecatalog")
        for account in (cloud.hub, cloud.development):
            cloud.role(account, name, "servicecatalog.amazonaws.com")
            iam = cloud.client("iam", account)
            iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=cloud.policy(*statements))
        found = hub.list_constraints_for_portfolio(PortfolioId=offer.portfolio)["ConstraintDetails"]
        hub.update_constraint(Id=found[0]["ConstraintId"], Parameters=json.dumps({"LocalRoleName": name}))

    return use


def launched(cloud: Any, offer: Any) -> dict[str, Any]:
    catalog = cloud.as_role("servicecatalog")
    version = {"ProductId": offer.product, "ProvisioningArtifactId": offer.artifact}
    record = catalog.provision_product(**version, ProvisionedProductName=cloud.unique("launch"))["RecordDetail"]
    return ended(cloud, record)


def ended(cloud: Any, record: dict[str, Any]) -> dict[str, Any]:
    read = lambda: cloud.as_role("servicecatalog").describe_record(Id=record["RecordId"])["RecordDetail"]  # noqa: E731
    cloud.settled(lambda: read()["Status"])
    return read()


def form(cloud: Any, offer: Any) -> list[str]:
    answer = cloud.as_role("servicecatalog").describe_provisioning_parameters(
        ProductId=offer.product, ProvisioningArtifactId=offer.artifact
    )
    return [each["ParameterKey"] for each in answer["ProvisioningArtifactParameters"]]


def test_the_tag_of_the_copy_is_what_lets_the_launch_role_read_it(cloud: Any, offer: Any, use_role: Any) -> None:
    use_role(STACKS, COPIES)
    assert "Greeting" in form(cloud, offer)
    assert launched(cloud, offer)["Status"] == "SUCCEEDED"


def test_a_version_outlives_the_file_that_it_was_made_from(cloud: Any, offer: Any) -> None:
    bucket, key = source_of(offer)
    cloud.client("s3").delete_object(Bucket=bucket, Key=key)
    assert "Greeting" in form(cloud, offer)
    assert launched(cloud, offer)["Status"] == "SUCCEEDED"


def test_a_launch_role_that_reads_the_source_only_cannot_launch(cloud: Any, offer: Any, use_role: Any) -> None:
    use_role(STACKS, source_only(offer))
    record = launched(cloud, offer)
    assert record["Status"] == "FAILED"
    assert "S3 error: Access Denied" in record["RecordErrors"][0]["Description"]


def test_an_update_reads_the_copy_too(cloud: Any, offer: Any, use_role: Any) -> None:
    use_role(STACKS, COPIES)
    record = launched(cloud, offer)
    use_role(STACKS, source_only(offer))
    update = cloud.as_role("servicecatalog").update_provisioned_product(
        ProvisionedProductId=record["ProvisionedProductId"], ProvisioningParameters=[{"Key": "Greeting", "Value": "x"}]
    )
    assert "S3 error: Access Denied" in ended(cloud, update["RecordDetail"])["RecordErrors"][0]["Description"]


def test_a_form_is_refused_when_the_launch_role_cannot_read_the_copy(cloud: Any, offer: Any, use_role: Any) -> None:
    use_role(STACKS, source_only(offer))
    with pytest.raises(ClientError, match=r"InvalidParametersException.*S3 error: Access Denied"):
        form(cloud, offer)


def test_a_form_takes_the_summary_of_the_template(cloud: Any, offer: Any, use_role: Any) -> None:
    use_role({"Effect": "Allow", "Action": "cloudformation:CreateStack", "Resource": "*"}, COPIES)
    with pytest.raises(ClientError, match="not authorized to perform: cloudformation:GetTemplateSummary"):
        form(cloud, offer)


def test_a_form_takes_a_launch_role_that_can_be_assumed(cloud: Any, offer: Any) -> None:
    iam = cloud.client("iam", cloud.development)
    trust = iam.get_role(RoleName="launch")["Role"]["AssumeRolePolicyDocument"]
    nobody = {"Effect": "Deny", "Principal": {"Service": "servicecatalog.amazonaws.com"}, "Action": "sts:AssumeRole"}
    iam.update_assume_role_policy(RoleName="launch", PolicyDocument=cloud.policy(nobody))
    try:
        with pytest.raises(
            ClientError, match=f"Access denied while assuming the role .*{cloud.development}:role/launch"
        ):
            form(cloud, offer)
    finally:
        iam.update_assume_role_policy(RoleName="launch", PolicyDocument=json.dumps(trust))
