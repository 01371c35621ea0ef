"""AWS Service Catalog: portfolios shared through the organisation, launched as stacks under a launch role."""

from sandbox.api.identifiers import arn
from sandbox.api.service import Service, operations_of
from sandbox.api.types import Request
from sandbox.services.servicecatalog import (
    artifacts,
    browsing,
    constraints,
    launching,
    organizations_access,
    portfolios,
    products,
    provisioned,
    sharing,
    tag_options,
)
from sandbox.services.servicecatalog.tables import PORTFOLIOS, PRODUCTS, STORE


def _resource_arn(_operation: str, request: Request) -> str:
    """A portfolio or product in its owner's account; nothing else in Service Catalog has an ARN in IAM.

    Service Authorization Reference, "Actions, resources, and condition keys for AWS Service Catalog".
    """
    members = [request.get(name) for name in ("ProductId", "PortfolioId", "Id", "ResourceId")]
    identifier = next((member for member in members if member and member.startswith(("prod-", "port-"))), None)
    if identifier is None:
        return "*"
    noun, table = ("product", PRODUCTS) if identifier.startswith("prod-") else ("portfolio", PORTFOLIOS)
    owner = next((owner for owner, record in table.everywhere() if record.id == identifier), None)
    return arn("catalog", f"{noun}/{identifier}", owner)


SERVICE_CATALOG = Service(
    "servicecatalog",
    operations_of(
        *(artifacts, browsing, constraints, launching, organizations_access, portfolios, products, provisioned),
        *(sharing, tag_options),
    ),
    STORE,
    resource_arn=_resource_arn,
    condition_context=provisioned.condition_context,
    loaded=provisioned.close_interrupted,
)

__all__ = ["SERVICE_CATALOG"]
