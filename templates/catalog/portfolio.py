"""What a catalog holds: portfolios of products of versions, as `catalog` writes them and `read_catalog` reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Version:
    """One immutable release of a product."""

    name: str
    template_url: str
    description: str


@dataclass(frozen=True)
class PublishedProduct:
    """A product with all its versions, oldest first; one that leaves the list is deleted by Service Catalog.

    `in_studio` says that Studio offers it as a template of projects.
    """

    name: str
    description: str
    owner: str
    versions: tuple[Version, ...]
    support_description: str = ""
    support_email: str = ""
    support_url: str = ""
    in_studio: bool = True


@dataclass(frozen=True)
class PortfolioProduct:
    """A product in a portfolio, with its constraints; None stands for a constraint that is missing.

    `tag_updates` is ALLOWED or NOT_ALLOWED.
    """

    product: PublishedProduct
    launch_role: str | None
    tag_updates: str | None = "ALLOWED"


@dataclass(frozen=True)
class CatalogPortfolio:
    """Products that are shared together."""

    name: str
    display_name: str
    description: str
    provider: str
    products: tuple[PortfolioProduct, ...]
    tags: Mapping[str, str] = field(default_factory=dict)
    tag_options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalog:
    """All portfolios of one hub in one region. A product in two portfolios is one product."""

    portfolios: tuple[CatalogPortfolio, ...] = ()

    @property
    def products(self) -> dict[str, PublishedProduct]:
        """Every product by its name."""
        return {item.product.name: item.product for portfolio in self.portfolios for item in portfolio.products}
