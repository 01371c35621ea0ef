"""A running sandbox for the tests of its services, ways to act in its accounts, and an offer to launch."""

import functools
import json
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from botocore.exceptions import ClientError

from tests import conftest

TEMPLATE = {
    "Parameters": {
        "SageMakerProjectName": {"Type": "String", "Default": "none"},
        "SageMakerProjectId": {"Type": "String", "Default": "none"},
        "Greeting": {"Type": "String", "Default": "hello"},
    },
    "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Greeting"}}}},
    "Outputs": {"Project": {"Value": {"Ref": "SageMakerProjectName"}}, "Greeting": {"Value": {"Ref": "Greeting"}}},
}


class Cloud(conftest.Sandbox):
    """A sandbox process, and clients in it as an account's root or as a role."""

    hub, development, outsider = "111111111111", "222222222222", "999999999999"
    unit = "ou-sand-mlops001"
    scientist = f"arn:aws:iam::{development}:role/service-role/AmazonSageMaker-ExecutionRole-sandbox"

    def client(self, service: str, who: str = hub) -> Any:
        return super().client(service, who)

    @functools.cache  # noqa: B019
    def as_role(self, service: str, role: str = scientist, session: str = "SageMaker") -> Any:
        assumed = self.client("sts", role.split(":")[4]).assume_role(RoleArn=role, RoleSessionName=session)
        return self.client_with(service, assumed["Credentials"])

    def role(self, account: str, name: str, trusted: str, *actions: str) -> str:
        principal = {"AWS": trusted} if trusted.startswith("arn:") else {"Service": trusted}
        trust = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
        iam = self.client("iam", account)
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=self.policy(trust))["Role"]["Arn"]
        if actions:
            rights = self.policy({"Effect": "Allow", "Action": list(actions), "Resource": "*"})
            iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=rights)
        return made

    @staticmethod
    def policy(*statements: dict[str, Any]) -> str:
        return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})

    @staticmethod
    def code_of(call: Callable[..., Any], **arguments: Any) -> str:
        """The error code that a call ends with."""
        with pytest.raises(ClientError) as raised:
            call(**arguments)
        return raised.value.response["Error"]["Code"]

    @staticmethod
    def settled(read: Callable[[], str]) -> str:
        """The first status that is no longer in progress."""
        deadline = time.monotonic() + 20
        while "progress" in (status := read()).replace("_", "").lower():
            assert time.monotonic() < deadline, f"still {status}"
            time.sleep(0.05)
        return status

    @staticmethod
    def unique(prefix: str) -> str:
        return f"{prefix}-{uuid.uuid4().hex[:8]}"


class Offer(NamedTuple):
    """A product that the data scientist of the development account may launch."""

    portfolio: str
    product: str
    artifact: str
    template_url: str


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    started = Cloud(tmp_path_factory.mktemp("services")).start()
    yield started
    started.run("stop")


@pytest.fixture(scope="session")
def launch_role(cloud: Cloud) -> str:
    """The name of a launch role that exists in the hub and in the development account."""
    actions = ("cloudformation:*", "s3:GetObject", "sns:*")
    for account in (cloud.hub, cloud.development):
        cloud.role(account, "launch", "servicecatalog.amazonaws.com", *actions)
    return "launch"


@pytest.fixture
def make_offer(cloud: Cloud, launch_role: str) -> Callable[[], Offer]:
    def make() -> Offer:
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
        return Offer(identifier, product, created["ProvisioningArtifactDetail"]["Id"], url)

    return make


@pytest.fixture
def offer(make_offer: Callable[[], Offer], cloud: Cloud) -> Iterator[Offer]:
    made = make_offer()
    yield made
    node = {"Type": "ORGANIZATIONAL_UNIT", "Value": cloud.unit}
    cloud.client("servicecatalog").delete_portfolio_share(PortfolioId=made.portfolio, OrganizationNode=node)


def _stored_template(cloud: Cloud) -> str:
    storage, bucket = cloud.client("s3"), cloud.unique("assets")
    storage.create_bucket(Bucket=bucket)
    storage.put_object(Bucket=bucket, Key="template.json", Body=json.dumps(TEMPLATE).encode())
    # The launching account may read it: that alone must not be enough for a launch.
    readers = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{cloud.development}:root"}}
    rule = {**readers, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    storage.put_bucket_policy(Bucket=bucket, Policy=cloud.policy(rule))
    return f"https://{bucket}.s3.us-east-1.amazonaws.com/template.json"
