"""The hub's catalog: portfolios, their products with every version, and the constraints between them."""

from collections.abc import Sequence
from typing import Any

from troposphere import AWSObject, Output, Ref, Tags, Template, servicecatalog

from templates.catalog.portfolio import Portfolio, PublishedProduct, Version
from templates.names import logical_id
from templates.parameter_form import NO_FORM
from templates.product import assemble

__all__ = ["Portfolio", "PublishedProduct", "Version", "catalog"]

SHOWN_IN_STUDIO = Tags({"sagemaker:studio-visibility": "true"})


def catalog(portfolios: Sequence[Portfolio]) -> Template:
    """A product in two portfolios is one resource; logical ids come from names, so that they never move."""
    products = {product.name: product for portfolio in portfolios for product in portfolio.products}
    parts = [
        *[_product(product) for product in products.values()],
        *[_portfolio(portfolio) for portfolio in portfolios],
        *[_offer(portfolio, product) for portfolio in portfolios for product in portfolio.products],
        *_tag_options(portfolios),
    ]
    outputs = [
        *[_id("Product", name, f"Id of product {name}.") for name in products],
        *[_id("Portfolio", portfolio.name, f"Id of portfolio {portfolio.name}.") for portfolio in portfolios],
    ]
    return assemble("The MLOps catalog: portfolios and products.", NO_FORM, parts, outputs)


def _portfolio(portfolio: Portfolio) -> servicecatalog.Portfolio:
    return servicecatalog.Portfolio(
        logical_id("portfolio", portfolio.name),
        DisplayName=portfolio.display_name,
        Description=portfolio.description,
        ProviderName=portfolio.provider,
        Tags=Tags(dict(portfolio.tags)),
    )


def _product(product: PublishedProduct) -> servicecatalog.CloudFormationProduct:
    """Versions are matched by name and URL; replacing them would give every one a new id."""
    support: dict[str, Any] = {
        "SupportDescription": product.support_description,
        "SupportEmail": product.support_email,
        "SupportUrl": product.support_url,
    }
    versions = [
        servicecatalog.ProvisioningArtifactProperties(
            Name=version.name,
            Description=version.description,
            Info=servicecatalog.Info(LoadTemplateFromURL=version.template_url),
        )
        for version in product.versions
    ]
    return servicecatalog.CloudFormationProduct(
        logical_id("product", product.name),
        Name=product.name,
        Description=product.description,
        Owner=product.owner,
        ProvisioningArtifactParameters=versions,
        Tags=SHOWN_IN_STUDIO,
        **{name: value for name, value in support.items() if value},
    )


def _offer(portfolio: Portfolio, product: PublishedProduct) -> list[AWSObject]:
    """The constraints depend on the association in so many words: Service Catalog refuses them before it."""
    pair: dict[str, Any] = {
        "PortfolioId": Ref(logical_id("portfolio", portfolio.name)),
        "ProductId": Ref(logical_id("product", product.name)),
    }
    both = f"{portfolio.name}-{product.name}"
    association = servicecatalog.PortfolioProductAssociation(logical_id("association", both), **pair)
    launch = servicecatalog.LaunchRoleConstraint(
        logical_id("launch", both), DependsOn=association.title, LocalRoleName=portfolio.launch_role, **pair
    )
    tag_update = servicecatalog.ResourceUpdateConstraint(
        logical_id("tag-update", both), DependsOn=association.title, TagUpdateOnProvisionedProduct="ALLOWED", **pair
    )
    return [association, launch, tag_update]


def _tag_options(portfolios: Sequence[Portfolio]) -> list[AWSObject]:
    """One tag option for each key and value, however many portfolios carry it."""
    carried = [
        (portfolio, key, value)
        for portfolio in portfolios
        for key, values in portfolio.tag_options.items()
        for value in values
    ]
    options = dict.fromkeys((key, value) for _, key, value in carried)
    return [
        *[
            servicecatalog.TagOption(_option_id(key, value), Key=key, Value=value, Active=True)
            for key, value in options
        ],
        *[_carries(portfolio, key, value) for portfolio, key, value in carried],
    ]


def _carries(portfolio: Portfolio, key: str, value: str) -> servicecatalog.TagOptionAssociation:
    return servicecatalog.TagOptionAssociation(
        _option_id(key, value, "association", portfolio.name),
        TagOptionId=Ref(_option_id(key, value)),
        ResourceId=Ref(logical_id("portfolio", portfolio.name)),
    )


def _option_id(key: str, value: str, *more: str) -> str:
    """Keys and values hold any character, a logical id letters and digits only."""
    plain = ["".join(letter if letter.isalnum() else "-" for letter in word) for word in (key, value)]
    return logical_id("tag-option", *plain, *more)


def _id(kind: str, name: str, description: str) -> Output:
    title = logical_id(kind, name)
    return Output(title, Description=description, Value=Ref(title))
