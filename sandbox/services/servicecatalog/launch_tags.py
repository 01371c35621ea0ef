"""The tags of a launched stack: the portfolio's, the product's, the caller's, and those that tag options determine."""

from sandbox.services.servicecatalog.details import Tag, TagOptionDetail
from sandbox.services.servicecatalog.records import Launch
from sandbox.services.servicecatalog.refusals import invalid
from sandbox.services.servicecatalog.tables import PORTFOLIOS, PRODUCTS
from sandbox.services.servicecatalog.tag_options import options_of


def launch_tags(launch: Launch, requested: list[Tag]) -> list[Tag]:
    """The tags of a launch, with those that the request has."""
    portfolio = PORTFOLIOS.anywhere(launch.portfolio)
    product = PRODUCTS.anywhere(launch.detail["ProductId"])
    chosen = {tag["Key"]: tag["Value"] for tag in [*portfolio.tags, *product.tags, *requested]}
    tags = _with_options(chosen, [*options_of(portfolio.id), *options_of(product.id)])
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _with_options(tags: dict[str, str], options: list[TagOptionDetail]) -> dict[str, str]:
    """A tag option with one value is applied without a choice; of several the caller has to choose one.

    Service Catalog administrator guide, "Launching a Product with TagOptions", examples 1 and 2.
    """
    allowed: dict[str, set[str]] = {}
    for option in options:
        if option["Active"]:
            allowed.setdefault(option["Key"], set()).add(option["Value"])
    for key, values in allowed.items():
        if key not in tags and len(values) == 1:
            tags[key] = next(iter(values))
        if tags.get(key) not in values:
            raise invalid(f"Tag {key} must have one of the values {', '.join(sorted(values))}.")
    return tags
