"""Whether SageMaker projects are enabled in an account, which they are once for all of its domains."""

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.services.sagemaker.records.tables import SETTINGS
from sandbox.world import accounts


def EnableSagemakerServicecatalogPortfolio(_request: Request) -> None:
    SETTINGS.here()["portfolio"] = "Enabled"


def DisableSagemakerServicecatalogPortfolio(_request: Request) -> None:
    SETTINGS.here()["portfolio"] = "Disabled"


def GetSagemakerServicecatalogPortfolioStatus(_request: Request) -> Answer:
    """Enabled in the development account from the start, as the set-up of a domain does it."""
    default = "Enabled" if get_account_id() == accounts.SPOKES["development"] else "Disabled"
    return {"Status": SETTINGS.here().get("portfolio", default)}


def require_enabled() -> None:
    if GetSagemakerServicecatalogPortfolioStatus({})["Status"] == "Disabled":
        problem = "Service Catalog portfolio for SageMaker projects is not enabled in this account."
        raise ServiceError("ValidationException", problem)
