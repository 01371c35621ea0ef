"""AWS Service Catalog: portfolios shared through the organisation, launched as stacks under a launch role."""

from typing import Any

from sandbox.api.identifiers import arn
from sandbox.api.service import Service, operations_of
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
from sandbox.services.servicecatalog.records import STORE


def _resource_arn(_operation: str, request: dict[str, Any]) -> str:
    """A portfolio or product under its owner's account; everything else in Service Catalog has no ARN in IAM."""
    identifiers = [request.get(name) for name in ("ProductId", "PortfolioId", "Id", "ResourceId")]
    named = next((each for each in identifiers if each and each.startswith(("prod-", "port-"))), None)
    if named is None:
        return "*"
    kind = "product" if named.startswith("prod-") else "portfolio"
    owners = [owner for owner, record in STORE.everywhere(f"{kind}s") if record["id"] == named]
    return arn("catalog", f"{kind}/{named}", owners[0] if owners else None)


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
