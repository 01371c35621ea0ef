"""The data scientist who launches products, and launch roles of a test's own."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.cloud import Cloud
from tests.sandbox.services.conftest import LaunchableProduct


class DataScientist:
    """The data scientist of the development account, as a caller of Service Catalog."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud, self.catalog = cloud, cloud.as_role("servicecatalog")

    def launch(self, product: LaunchableProduct, **options: Any) -> dict[str, Any]:
        """The record of a launch that has begun."""
        return self.catalog.provision_product(
            **product.version, ProvisionedProductName=self._cloud.unique("launch"), **options
        )["RecordDetail"]

    def ended(self, record: dict[str, Any]) -> dict[str, Any]:
        """The record and its outputs, when it is no longer in progress."""
        self._cloud.settled(lambda: self.catalog.describe_record(Id=record["RecordId"])["RecordDetail"]["Status"])
        return self.catalog.describe_record(Id=record["RecordId"])


@pytest.fixture
def scientist(cloud: Cloud) -> DataScientist:
    return DataScientist(cloud)


@pytest.fixture
def launch_with_role(cloud: Cloud, launchable_product: LaunchableProduct) -> Callable[[str], None]:
    """Makes the product launch with the role of a name."""

    def change(name: str) -> None:
        hub = cloud.client("servicecatalog")
        constraints = hub.list_constraints_for_portfolio(PortfolioId=launchable_product.portfolio)["ConstraintDetails"]
        parameters = json.dumps({"LocalRoleName": name})
        hub.update_constraint(Id=constraints[0]["ConstraintId"], Parameters=parameters)

    return change
