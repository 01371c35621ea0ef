"""Provisioned products as a person launches and ends them in the Service Catalog console."""

import uuid
from collections.abc import Callable, Mapping

from botocore.exceptions import ClientError

from scripts.aws.account import Account
from scripts.aws.answers import Answer, error_code, error_message, pages
from scripts.aws.stacks import first_failure
from scripts.aws.waiting import until
from scripts.errors import ConfigurationError, UnfinishedError
from scripts.launch import LaunchableVersion, LaunchedProject, VisibleProduct

REFUSED = ("InvalidParametersException", "DuplicateResourceException", "ResourceNotFoundException")
AGAIN = "end what is left of it, then launch again: aws servicecatalog terminate-provisioned-product"


class Console:
    """One account and region, under the caller's own role."""

    def __init__(self, account: Account, region: str) -> None:
        self.account = account
        self.region = region
        self.catalog = account.servicecatalog(region)

    def create(
        self, name: str, product: VisibleProduct, version: LaunchableVersion, parameters: Mapping[str, str]
    ) -> None:
        """Start the launch. Raises ConfigurationError with Service Catalog's message when it refuses."""
        try:
            self.catalog.provision_product(
                ProductId=product.identifier,
                ProvisioningArtifactId=version.identifier,
                PathId=product.paths[0].identifier,
                ProvisionedProductName=name,
                ProvisioningParameters=[{"Key": key, "Value": value} for key, value in parameters.items()],
                ProvisionToken=uuid.uuid4().hex,
            )
        except ClientError as error:
            if error_code(error) not in REFUSED:
                raise
            raise ConfigurationError(
                error_message(error), hint="nothing was launched; choose another name or parameters"
            ) from None

    def finish(self, name: str, tick: Callable[[str], None]) -> LaunchedProject:
        """Wait until the product is launched.

        Raises UnfinishedError with the first failed resource and its reason.
        """
        detail = until(lambda: self._settled(name), lambda: tick(name), f"product {name}")
        if detail.get("Status") != "AVAILABLE":
            hint = f"{AGAIN} --provisioned-product-name {name}"
            raise UnfinishedError(f"{name}: {self._why(detail)}", hint=hint)
        return LaunchedProject(name, detail["Id"], detail["Arn"].split(":")[4], self.outputs(Id=detail["Id"]))

    def terminate(self, name: str) -> None:
        """End a provisioned product, and wait until it is gone.

        Raises UnfinishedError with the first failed resource and its reason.
        """
        detail = self.catalog.describe_provisioned_product(Name=name)["ProvisionedProductDetail"]
        ended = self.catalog.terminate_provisioned_product(ProvisionedProductName=name, TerminateToken=uuid.uuid4().hex)
        identifier = ended["RecordDetail"].get("RecordId", "")
        record = until(lambda: self._ended(identifier), lambda: None, f"the end of product {name}")
        if record["Status"] != "SUCCEEDED":
            hint = "fix the cause, then end the product again"
            raise UnfinishedError(f"{name} was not ended: {self._why(detail)}", hint=hint)

    def outputs(self, **product: str) -> dict[str, str]:
        """Those of the last thing that Service Catalog did for a provisioned product, twenty a page."""
        detail = self.catalog.describe_provisioned_product(**product)["ProvisionedProductDetail"]
        records = pages(self.catalog.describe_record, Id=detail.get("LastRecordId", ""))
        return {item["OutputKey"]: item["OutputValue"] for one in records for item in one.get("RecordOutputs", [])}

    def _settled(self, name: str) -> Answer | None:
        detail = self.catalog.describe_provisioned_product(Name=name)["ProvisionedProductDetail"]
        return None if detail.get("Status") in ("UNDER_CHANGE", "PLAN_IN_PROGRESS") else detail

    def _ended(self, record: str) -> Answer | None:
        """The record of a product that is gone remains."""
        detail = self.catalog.describe_record(Id=record)["RecordDetail"]
        return None if detail.get("Status") in ("CREATED", "IN_PROGRESS") else detail

    def _why(self, detail: Answer) -> str:
        """The first failed resource, if the role can read the stack's events; otherwise Service Catalog's message."""
        message = detail.get("StatusMessage") or "it failed, and Service Catalog gives no reason"
        stack = f"SC-{detail['Arn'].split(':')[4]}-{detail['Id']}"
        try:
            return first_failure(self.account.cloudformation(self.region), stack) or message
        except ClientError:
            return message
