"""A product to launch, and models in a sandbox of a file's own with what calls their endpoints."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest

from tests.sandbox.cloud import Cloud
from tests.sandbox.services.sagemaker.sagemaker import SageMakerSandbox

TEMPLATE = {
    "Parameters": {
        "SageMakerProjectName": {"Type": "String", "Default": "none"},
        "SageMakerProjectId": {"Type": "String", "Default": "none"},
        "Greeting": {"Type": "String", "Default": "hello"},
    },
    "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Greeting"}}}},
    "Outputs": {"Project": {"Value": {"Ref": "SageMakerProjectName"}}, "Greeting": {"Value": {"Ref": "Greeting"}}},
}


class LaunchableProduct(NamedTuple):
    """A product that the data scientist of the development account may launch."""

    portfolio: str
    product: str
    artifact: str
    template_url: str

    @property
    def version(self) -> dict[str, str]:
        """The members of a request that name the product and its artifact."""
        return {"ProductId": self.product, "ProvisioningArtifactId": self.artifact}


@pytest.fixture(scope="session")
def launch_role(cloud: Cloud) -> str:
    """The name of a launch role that exists in the hub and in the development account."""
    actions = ("cloudformation:*", "s3:GetObject", "sns:*")
    for account in (cloud.hub, cloud.development):
        cloud.role(account, "launch", "servicecatalog.amazonaws.com", *actions)
    return "launch"


@pytest.fixture
def make_launchable_product(cloud: Cloud, launch_role: str) -> Callable[[], LaunchableProduct]:
    def make() -> LaunchableProduct:
        catalog, url = cloud.client("servicecatalog"), _stored_template(cloud)
        portfolio = catalog.create_portfolio(DisplayName=cloud.unique("portfolio"), ProviderName="platform")
        identifier = portfolio["PortfolioDetail"]["Id"]
        created = catalog.create_product(
            Name=cloud.unique("product"),
            Owner="platform",
            ProductType="CLOUD_FORMATION_TEMPLATE",
            ProvisioningArtifactParameters={"Name": "1.0.0", "Info": {"LoadTemplateFromURL": url}},
        )
        product = created["ProductViewDetail"]["ProductViewSummary"]["ProductId"]
        catalog.associate_product_with_portfolio(PortfolioId=identifier, ProductId=product)
        role = json.dumps({"LocalRoleName": launch_role})
        catalog.create_constraint(PortfolioId=identifier, ProductId=product, Type="LAUNCH", Parameters=role)
        catalog.associate_principal_with_portfolio(
            PortfolioId=identifier,
            PrincipalType="IAM_PATTERN",
            PrincipalARN="arn:aws:iam:::role/service-role/AmazonSageMaker-ExecutionRole-*",
        )
        token = catalog.create_portfolio_share(
            PortfolioId=identifier,
            OrganizationNode={"Type": "ORGANIZATIONAL_UNIT", "Value": cloud.unit},
            SharePrincipals=True,
        )["PortfolioShareToken"]
        cloud.settled(lambda: catalog.describe_portfolio_share_status(PortfolioShareToken=token)["Status"])
        return LaunchableProduct(identifier, product, created["ProvisioningArtifactDetail"]["Id"], url)

    return make


@pytest.fixture
def launchable_product(
    make_launchable_product: Callable[[], LaunchableProduct], cloud: Cloud
) -> Iterator[LaunchableProduct]:
    product = make_launchable_product()
    yield product
    node = {"Type": "ORGANIZATIONAL_UNIT", "Value": cloud.unit}
    cloud.client("servicecatalog").delete_portfolio_share(PortfolioId=product.portfolio, OrganizationNode=node)


def _stored_template(cloud: Cloud) -> str:
    storage, bucket = cloud.client("s3"), cloud.unique("assets")
    storage.create_bucket(Bucket=bucket)
    storage.put_object(Bucket=bucket, Key="template.json", Body=json.dumps(TEMPLATE).encode())
    # The launching account may read it: that alone must not be enough for a launch.
    readers = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{cloud.development}:root"}}
    rule = {**readers, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    storage.put_bucket_policy(Bucket=bucket, Policy=cloud.policy(rule))
    return f"https://{bucket}.s3.us-east-1.amazonaws.com/template.json"


@pytest.fixture(scope="module")
def own_sandbox(make_sandbox: Any) -> Any:
    return make_sandbox()


@pytest.fixture(scope="module")
def sagemaker_sandbox(own_sandbox: Any) -> SageMakerSandbox:
    return SageMakerSandbox(own_sandbox)


@pytest.fixture(scope="module")
def runtime(own_sandbox: Any, sagemaker_sandbox: SageMakerSandbox) -> Any:
    return own_sandbox.client("sagemaker-runtime", sagemaker_sandbox.account)
