"""Templates as text: those of the foundations, and the catalog's from portfolios and releases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scripts.configuration import Portfolio
from scripts.releases.store import Release, template_text
from templates import FOUNDATIONS
from templates.catalog.portfolio import CatalogPortfolio, PortfolioProduct, PublishedProduct, Version
from templates.catalog.template import catalog
from templates.foundations.spoke_settings import build as build_settings
from templates.names import logical_id
from templates.product import compact


def portfolio_output(name: str) -> str:
    """The output of the catalog's stack with a portfolio's id."""
    return logical_id("portfolio", name)


def product_output(name: str) -> str:
    """The output of the catalog's stack with a product's id."""
    return logical_id("product", name)


@dataclass(frozen=True)
class FoundationTemplates:
    """The templates of the stacks that accounts need before a product can be launched in them."""

    @cached_property
    def _texts(self) -> dict[str, str]:
        return {foundation.name: compact(foundation.build()) for foundation in FOUNDATIONS}

    @property
    def publisher(self) -> str:
        return self._texts["publisher"]

    @property
    def hub_assets(self) -> str:
        return self._texts["hub-assets"]

    @property
    def spoke_roles(self) -> str:
        return self._texts["spoke-roles"]

    @property
    def spoke_settings(self) -> str:
        return self._texts["spoke-settings"]

    def settings_of(self, networks: Mapping[str, Mapping[str, str]]) -> str:
        """The spoke settings with the network of each region in them."""
        return compact(build_settings(networks))

    @property
    def target(self) -> str:
        return self._texts["target"]

    @property
    def target_cleanup(self) -> str:
        return self._texts["target-cleanup"]

    def catalog(
        self,
        portfolios: Iterable[Portfolio],
        releases: Iterable[Release],
        urls: Mapping[tuple[str, str], str],
    ) -> str:
        """The template of portfolios, products and their versions; `urls` is by product and version."""
        versions = tuple(releases)
        written = tuple(_catalog_portfolio(portfolio, versions, urls) for portfolio in portfolios)
        return template_text(catalog(written).to_dict())


def _catalog_portfolio(
    portfolio: Portfolio, releases: tuple[Release, ...], urls: Mapping[tuple[str, str], str]
) -> CatalogPortfolio:
    return CatalogPortfolio(
        name=portfolio.portfolio,
        display_name=portfolio.display_name,
        description=portfolio.description,
        provider=portfolio.provider,
        products=tuple(
            _portfolio_product(portfolio, [release for release in releases if release.product == name], urls)
            for name in portfolio.products
        ),
        tags=portfolio.tags,
        tag_options={key: tuple(values) for key, values in portfolio.tag_options.items()},
    )


def _portfolio_product(
    portfolio: Portfolio, versions: Sequence[Release], urls: Mapping[tuple[str, str], str]
) -> PortfolioProduct:
    role = portfolio.launch_role or versions[-1].launch_role
    return PortfolioProduct(_published_product(portfolio, versions, urls), role)


def _published_product(
    portfolio: Portfolio, versions: Sequence[Release], urls: Mapping[tuple[str, str], str]
) -> PublishedProduct:
    """The description of a product is that of its newest version, and each version keeps its own title."""
    newest = versions[-1]
    return PublishedProduct(
        name=newest.product,
        description=newest.description,
        in_studio=newest.makes_project,
        owner=portfolio.provider,
        support_description=portfolio.support.description or "",
        support_email=portfolio.support.email or "",
        support_url=portfolio.support.url or "",
        versions=tuple(
            Version(release.version, urls[release.product, release.version], release.title) for release in versions
        ),
    )
