"""Reads a catalog's template back into the portfolios that it was made from."""

from collections.abc import Iterator, Mapping
from typing import Any

from troposphere import AWSObject, servicecatalog

from templates.catalog.portfolio import Catalog, CatalogPortfolio, PortfolioProduct, PublishedProduct, Version
from templates.catalog.template import SHOWN_IN_STUDIO, association_id, catalog, option_id, output_description
from templates.names import logical_id

Properties = Mapping[str, Any]
Place = tuple[str, ...]
"""The keys that lead to a value of a template, for example ("Resources", "ProductDeploy", "Properties", "Owner")."""
DEPTH = 4
"""How many keys a place has at most: a property of a resource is compared as a whole."""


def read_catalog(template: Mapping[str, Any]) -> Catalog:
    """The catalog that `catalog` would write as this template; portfolios, products and tags sorted.

    A template that is not quite the work of `catalog` is read as far as it can be; `unread` has the rest.
    """
    return _Reader(template).read()


def unread(template: Mapping[str, Any]) -> set[Place]:
    """Places where the template differs from what `catalog` would write for the catalog that was read."""
    actual, written = values(template), values(catalog(read_catalog(template).portfolios).to_dict())
    return {place for place in actual.keys() | written.keys() if actual.get(place) != written.get(place)}


def values(template: Mapping[str, Any]) -> dict[Place, Any]:
    """Every value of a template by its place."""
    return dict(_values(template, ()))


def _values(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    if isinstance(value, Mapping) and value and len(place) < DEPTH:
        for key, inner in value.items():
            yield from _values(inner, (*place, key))
    else:
        yield place, value


class _Reader:
    """One template, its resources by type."""

    def __init__(self, template: Mapping[str, Any]) -> None:
        self.resources: Mapping[str, Properties] = template.get("Resources", {})
        outputs: Mapping[str, Properties] = template.get("Outputs", {})
        self.descriptions = {title: _text(output.get("Description")) for title, output in outputs.items()}

    def read(self) -> Catalog:
        """Only what has the logical id that `catalog` gives it, so that no two things can have the same one."""
        products = {
            title: product
            for title, properties in self._of_type(servicecatalog.CloudFormationProduct)
            if logical_id("product", (product := _product(properties)).name) == title
        }
        portfolios = self._of_type(servicecatalog.Portfolio)
        return Catalog(
            tuple(
                self._portfolio(title, properties, products)
                for title, properties in portfolios
                if title.startswith("Portfolio")
            )
        )

    def _portfolio(
        self, title: str, properties: Properties, products: Mapping[str, PublishedProduct]
    ) -> CatalogPortfolio:
        return CatalogPortfolio(
            name=self._name(title),
            display_name=_text(properties.get("DisplayName")),
            description=_text(properties.get("Description")),
            provider=_text(properties.get("ProviderName")),
            products=tuple(self._products(title, products)),
            tags={_text(tag.get("Key")): _text(tag.get("Value")) for tag in _items(properties.get("Tags"))},
            tag_options=self._tag_options(title),
        )

    def _name(self, title: str) -> str:
        """A logical id has lost the hyphens of the name; the output's description still has them."""
        prefix, suffix = output_description("portfolio", "|").split("|")
        name = self.descriptions.get(title, "").removeprefix(prefix).removesuffix(suffix)
        return name if logical_id("portfolio", name) == title else title.removeprefix("Portfolio")

    def _products(self, portfolio: str, products: Mapping[str, PublishedProduct]) -> Iterator[PortfolioProduct]:
        roles = self._constraints(servicecatalog.LaunchRoleConstraint, "LocalRoleName")
        tag_updates = self._constraints(servicecatalog.ResourceUpdateConstraint, "TagUpdateOnProvisionedProduct")
        for title, properties in self._of_type(servicecatalog.PortfolioProductAssociation):
            ends = _ends(properties)
            product = products.get(ends[1]) if ends[0] == portfolio else None
            if product and title == association_id(self._name(portfolio), product.name):
                yield PortfolioProduct(product, roles.get(ends), tag_updates.get(ends))

    def _constraints(self, kind: type[AWSObject], name: str) -> dict[tuple[str, str], str | None]:
        """A property of every constraint of one type, by the logical ids of portfolio and product."""
        return {_ends(properties): _text(properties.get(name)) or None for _, properties in self._of_type(kind)}

    def _tag_options(self, portfolio: str) -> dict[str, tuple[str, ...]]:
        options = {
            title: pair
            for title, properties in self._of_type(servicecatalog.TagOption)
            if title == option_id(*(pair := (_text(properties.get("Key")), _text(properties.get("Value")))))
        }
        associated = {
            _reference(properties.get("TagOptionId"))
            for _, properties in self._of_type(servicecatalog.TagOptionAssociation)
            if _reference(properties.get("ResourceId")) == portfolio
        }
        pairs = sorted(options[title] for title in associated & options.keys())
        return {key: tuple(value for other, value in pairs if other == key) for key, _ in pairs}

    def _of_type(self, kind: type[AWSObject]) -> list[tuple[str, Properties]]:
        """Logical ids and properties, sorted by the former."""
        return [
            (title, body.get("Properties", {}))
            for title, body in sorted(self.resources.items())
            if body.get("Type") == kind.resource_type
        ]


def _product(properties: Properties) -> PublishedProduct:
    return PublishedProduct(
        name=_text(properties.get("Name")),
        description=_text(properties.get("Description")),
        owner=_text(properties.get("Owner")),
        versions=tuple(_version(item) for item in _items(properties.get("ProvisioningArtifactParameters"))),
        support_description=_text(properties.get("SupportDescription")),
        support_email=_text(properties.get("SupportEmail")),
        support_url=_text(properties.get("SupportUrl")),
        in_studio=SHOWN_IN_STUDIO.to_dict() == properties.get("Tags"),
    )


def _version(artifact: Properties) -> Version:
    info = artifact.get("Info")
    url = info.get("LoadTemplateFromURL") if isinstance(info, Mapping) else None
    return Version(_text(artifact.get("Name")), _text(url), _text(artifact.get("Description")))


def _ends(properties: Properties) -> tuple[str, str]:
    return _reference(properties.get("PortfolioId")), _reference(properties.get("ProductId"))


def _reference(value: Any) -> str:
    return _text(value.get("Ref")) if isinstance(value, Mapping) else ""


def _items(value: Any) -> list[Properties]:
    """The members of a list, without those that are no objects."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    """The value of a string; an intrinsic function has none here, and `unread` then shows it."""
    return value if isinstance(value, str) else ""
