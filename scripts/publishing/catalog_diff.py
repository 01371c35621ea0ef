"""Compares two templates of the catalog by what they mean for portfolios, products, versions and launch roles.

CloudFormation's own change set has no more than "Modify" of a resource.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from scripts.publishing.constraint_differences import (
    LaunchRoleChanged,
    TagOptionAdded,
    TagOptionRemoved,
    TagUpdatesChanged,
)
from scripts.publishing.differences import (
    CandidatesReplaced,
    Difference,
    PortfolioAdded,
    PortfolioEdited,
    PortfolioRemoved,
    ProductAdded,
    ProductEdited,
    ProductRemoved,
    VersionReplaced,
    VersionsAdded,
    VersionsRemoved,
)
from scripts.publishing.template_differences import unread_differences
from scripts.releases.versions import is_candidate
from templates.catalog.portfolio import Catalog, CatalogPortfolio, PortfolioProduct, PublishedProduct
from templates.catalog.reading import read_catalog

Template = Mapping[str, Any]
# All fields but those that have differences of their own, so that a new field is compared too.
PORTFOLIO_FIELDS = {field.name for field in fields(CatalogPortfolio)} - {"name", "products", "tag_options"}
PRODUCT_FIELDS = {field.name for field in fields(PublishedProduct)} - {"name", "versions"}


def catalog_differences(desired: Template, existing: Template | None) -> tuple[Difference, ...]:
    """Every difference between two templates of the catalog; none only if they are equal."""
    new = read_catalog(desired)
    old = read_catalog(existing) if existing else Catalog()
    return (
        *_portfolios(new, old),
        *_versions(new, old),
        *_products(new, old),
        *(unread_differences(desired, existing) if existing else ()),
    )


def _portfolios(new: Catalog, old: Catalog) -> Iterator[Difference]:
    after, before = _by_name(new.portfolios), _by_name(old.portfolios)
    for name in sorted(after.keys() - before.keys()):
        yield PortfolioAdded(name, _product_names(after[name]))
    for name in sorted(before.keys() - after.keys()):
        yield PortfolioRemoved(name, _product_names(before[name]))
    for name in sorted(after.keys() & before.keys()):
        yield from _portfolio(after[name], before[name])


def _portfolio(new: CatalogPortfolio, old: CatalogPortfolio) -> Iterator[Difference]:
    for field in sorted(PORTFOLIO_FIELDS):
        if getattr(new, field) != getattr(old, field):
            yield PortfolioEdited(new.name, field, getattr(old, field), getattr(new, field))
    yield from _tag_options(new, old)
    after = {item.product.name: item for item in new.products}
    before = {item.product.name: item for item in old.products}
    for name, item in after.items():
        if name in before:
            yield from _constraints(new.name, item, before[name])
        else:
            yield ProductAdded(new.name, name, item.launch_role)
    yield from (ProductRemoved(new.name, name) for name in before if name not in after)


def _constraints(portfolio: str, new: PortfolioProduct, old: PortfolioProduct) -> Iterator[Difference]:
    name = new.product.name
    if new.launch_role != old.launch_role:
        yield LaunchRoleChanged(portfolio, name, old.launch_role, new.launch_role)
    if new.tag_updates != old.tag_updates:
        yield TagUpdatesChanged(portfolio, name, old.tag_updates, new.tag_updates)


def _tag_options(new: CatalogPortfolio, old: CatalogPortfolio) -> Iterator[Difference]:
    after, before = _tag_option_pairs(new), _tag_option_pairs(old)
    yield from (TagOptionAdded(new.name, key, value) for key, value in sorted(after - before))
    yield from (TagOptionRemoved(new.name, key, value) for key, value in sorted(before - after))


def _versions(new: Catalog, old: Catalog) -> Iterator[Difference]:
    added, removed = tuple(_versions_missing(new, old)), tuple(_versions_missing(old, new))
    replaced = tuple(item for item in removed if item[0] in new.products and is_candidate(item[1]))
    lost = tuple(item for item in removed if item not in replaced)
    if added:
        yield VersionsAdded(added)
    if replaced:
        yield CandidatesReplaced(replaced)
    if lost:
        yield VersionsRemoved(lost)


def _versions_missing(catalog: Catalog, other: Catalog) -> Iterator[tuple[str, str]]:
    """Versions of one catalog that the other does not have."""
    for name, product in catalog.products.items():
        known = _version_names(other.products.get(name))
        yield from ((name, version) for version in _version_names(product) if version not in known)


def _products(new: Catalog, old: Catalog) -> Iterator[Difference]:
    for name, before in old.products.items():
        if name in new.products:
            yield from _product(new.products[name], before)


def _product(new: PublishedProduct, old: PublishedProduct) -> Iterator[Difference]:
    for field in sorted(PRODUCT_FIELDS):
        if getattr(new, field) != getattr(old, field):
            yield ProductEdited(new.name, field, getattr(old, field), getattr(new, field))
    yield from _kept_versions(new, old)
    kept, former = _order_of_kept(new, old), _order_of_kept(old, new)
    if kept != former:
        yield ProductEdited(new.name, "order of versions", former, kept)


def _kept_versions(new: PublishedProduct, old: PublishedProduct) -> Iterator[Difference]:
    former = {version.name: version for version in old.versions}
    for version in new.versions:
        before = former.get(version.name, version)
        if version.template_url != before.template_url:
            yield VersionReplaced(new.name, version.name, before.template_url, version.template_url)
        if version.description != before.description:
            yield ProductEdited(new.name, f"description of {version.name}", before.description, version.description)


def _order_of_kept(product: PublishedProduct, other: PublishedProduct) -> list[str]:
    return [name for name in _version_names(product) if name in _version_names(other)]


def _version_names(product: PublishedProduct | None) -> list[str]:
    return [version.name for version in product.versions] if product else []


def _by_name(portfolios: Iterable[CatalogPortfolio]) -> dict[str, CatalogPortfolio]:
    return {portfolio.name: portfolio for portfolio in portfolios}


def _product_names(portfolio: CatalogPortfolio) -> tuple[str, ...]:
    return tuple(item.product.name for item in portfolio.products)


def _tag_option_pairs(portfolio: CatalogPortfolio) -> set[tuple[str, str]]:
    return {(key, value) for key, values in portfolio.tag_options.items() for value in values}
