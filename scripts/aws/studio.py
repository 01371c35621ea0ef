"""SageMaker projects as a data scientist's role reaches them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from scripts.aws.account import Account
from scripts.aws.answers import Answer, error_code, error_message, pages
from scripts.aws.service_catalog import Console
from scripts.aws.stacks import first_failure
from scripts.aws.waiting import until
from scripts.errors import ConfigurationError, UnfinishedError
from scripts.launch import LaunchableVersion, LaunchedProject, LaunchPath, VisibleProduct

CREATED = ("CreateCompleted", "CreateFailed")
UPDATED = ("UpdateCompleted", "UpdateFailed")


class Studio:
    """One account and region, under the caller's own role."""

    def __init__(self, account: Account, region: str) -> None:
        self.account = account
        self.region = region
        self.catalog = account.servicecatalog(region)
        self.sagemaker = account.sagemaker(region)
        self.console = Console(account, region)

    @classmethod
    def in_region(cls, region: str) -> "Studio":
        """The account of the current credentials, once they are known to work."""
        account = Account(home=region)
        account.identity()
        return cls(account, region)

    def product_names(self) -> tuple[str, ...]:
        """The names of all products that the role sees, sorted."""
        return tuple(sorted(self._products()))

    def product(self, name: str) -> VisibleProduct:
        """A product that the role sees, its versions and its paths."""
        identifier = self._products()[name]
        artifacts = self.catalog.describe_product(Id=identifier).get("ProvisioningArtifacts", [])
        versions = tuple(
            LaunchableVersion(item.get("Name", ""), item.get("Id", ""), item.get("Guidance") == "DEPRECATED")
            for item in artifacts
        )
        return VisibleProduct(name, identifier, versions, tuple(self._paths(identifier)))

    def parameters(self, product: VisibleProduct, version: LaunchableVersion) -> tuple[str, ...]:
        """The names of a version's parameters.

        Raises UnfinishedError when the launch role cannot read the template, which Service Catalog does with it.
        """
        identifiers = {"ProductId": product.identifier, "ProvisioningArtifactId": version.identifier}
        try:
            answer = self.catalog.describe_provisioning_parameters(**identifiers, PathId=product.paths[0].identifier)
        except self.catalog.exceptions.InvalidParametersException as error:
            problem = f"{product.name} {version.name}: {error_message(error)}"
            raise UnfinishedError(
                problem, hint="the platform team compares this account's launch role: make verify"
            ) from None
        return tuple(item.get("ParameterKey", "") for item in answer.get("ProvisioningArtifactParameters", []))

    def create(
        self, name: str, product: VisibleProduct, version: LaunchableVersion, parameters: Mapping[str, str]
    ) -> None:
        """Start the creation of a project.

        Raises ConfigurationError with SageMaker's message when it refuses.
        """
        details: Any = {
            "ProductId": product.identifier,
            "ProvisioningArtifactId": version.identifier,
            "PathId": product.paths[0].identifier,
            "ProvisioningParameters": [{"Key": key, "Value": value} for key, value in parameters.items()],
        }
        try:
            self.sagemaker.create_project(ProjectName=name, ServiceCatalogProvisioningDetails=details)
        except ClientError as error:
            if error_code(error) not in ("ValidationException", "ResourceInUse", "ResourceLimitExceeded"):
                raise
            raise ConfigurationError(
                error_message(error), hint="nothing was created; choose another name or parameters"
            ) from None

    def finish(self, name: str, tick: Callable[[str], None]) -> LaunchedProject:
        """Wait until the project exists.

        Raises UnfinishedError with the first failed resource and its reason.
        """
        project = until(lambda: self._ended(name), lambda: tick(name), f"project {name}")
        if project["ProjectStatus"] != "CreateCompleted":
            hint = f"see what is left of it, then: aws sagemaker delete-project --project-name {name}"
            raise UnfinishedError(f"{name}: {self._why(project)}", hint=hint)
        product = project["ServiceCatalogProvisionedProductDetails"]["ProvisionedProductId"]
        outputs = self.console.outputs(Id=product)
        return LaunchedProject(name, project["ProjectId"], project["ProjectArn"].split(":")[4], outputs)

    def update(self, name: str, parameters: Mapping[str, str]) -> None:
        """Change parameters of a project, and wait until that is done; the others keep their values.

        Raises UnfinishedError with the first failed resource and its reason.
        """
        changed: Any = [{"Key": key, "Value": value} for key, value in parameters.items()]
        self.sagemaker.update_project(
            ProjectName=name, ServiceCatalogProvisioningUpdateDetails={"ProvisioningParameters": changed}
        )
        project = until(lambda: self._updated(name), lambda: None, f"the update of project {name}")
        if project["ProjectStatus"] != "UpdateCompleted":
            hint = "fix the cause, then update the project again"
            raise UnfinishedError(f"{name} was not updated: {self._why(project)}", hint=hint)

    def delete(self, name: str) -> None:
        """Delete a project, and wait until it is gone.

        Raises UnfinishedError with Service Catalog's message when it cannot be deleted.
        """
        self.sagemaker.delete_project(ProjectName=name)
        project = until(lambda: self._deleted(name), lambda: None, f"the deletion of project {name}")
        if project["ProjectStatus"] != "DeleteCompleted":
            hint = f"fix the cause, then: aws sagemaker delete-project --project-name {name}"
            raise UnfinishedError(f"{name} was not deleted: {self._why(project)}", hint=hint)

    def _products(self) -> dict[str, str]:
        views = [view for page in pages(self.catalog.search_products) for view in page.get("ProductViewSummaries", [])]
        return {view.get("Name", ""): view.get("ProductId", "") for view in views}

    def _ended(self, name: str) -> Any:
        project = self.sagemaker.describe_project(ProjectName=name)
        return project if project["ProjectStatus"] in CREATED else None

    def _updated(self, name: str) -> Any:
        project = self.sagemaker.describe_project(ProjectName=name)
        return project if project["ProjectStatus"] in UPDATED else None

    def _deleted(self, name: str) -> Any:
        try:
            project = self.sagemaker.describe_project(ProjectName=name)
        except ClientError as error:
            if error_code(error) not in ("ValidationException", "ResourceNotFound"):
                raise
            return {"ProjectStatus": "DeleteCompleted"}
        return project if project["ProjectStatus"] in ("DeleteCompleted", "DeleteFailed") else None

    def _paths(self, product: str) -> Iterator[LaunchPath]:
        for page in pages(self.catalog.list_launch_paths, ProductId=product):
            for path in page.get("LaunchPathSummaries", []):
                yield LaunchPath(path.get("Name", ""), path.get("Id", ""))

    def _why(self, project: Answer) -> str:
        """The first failed resource, if the role can read the stack's events; otherwise Service Catalog's message."""
        details = project.get("ServiceCatalogProvisionedProductDetails", {})
        message = details.get("ProvisionedProductStatusMessage") or "it failed, and Service Catalog gives no reason"
        stack = f"SC-{project['ProjectArn'].split(':')[4]}-{details.get('ProvisionedProductId', '')}"
        try:
            return first_failure(self.account.cloudformation(self.region), stack) or message
        except ClientError:
            return message
