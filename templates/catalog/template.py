"""Writes the catalog's template: portfolios, their products with every version, and the constraints between them."""

from collections.abc import Sequence
from typing import Any

from troposphere import AWSObject, Output, Ref, Tags, Template, servicecatalog

from templates.catalog.portfolio import Catalog, CatalogPortfolio, PortfolioProduct, PublishedProduct
from templates.names import logical_id
from templates.parameter_form import NO_FORM
from templates.product import assemble

SHOWN_IN_STUDIO = Tags({"sagemaker:studio-visibility": "true"})


def catalog(portfolios: Sequence[CatalogPortfolio]) -> Template:
    """A product in two portfolios is one resource; logical ids come from names, so that they never move."""
    products = Catalog(tuple(portfolios)).products
    parts = [
        *[_product(product) for product in products.values()],
        *[_portfolio(portfolio) for portfolio in portfolios],
        *[_association(portfolio, item) for portfolio in portfolios for item in portfolio.products],
        *_tag_options(portfolios),
    ]
    outputs = [
        *[_id_output("product", name) for name in products],
        *[_id_output("portfolio", portfolio.name) for portfolio in portfolios],
    ]
    return assemble("The MLOps catalog: portfolios and products.", NO_FORM, parts, outputs)


def _portfolio(portfolio: CatalogPortfolio) -> servicecatalog.Portfolio:
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
        Tags=SHOWN_IN_STUDIO if product.in_studio else Tags(),
        **{name: value for name, value in support.items() if value},
    )


def _association(portfolio: CatalogPortfolio, item: PortfolioProduct) -> list[AWSObject]:
    """The constraints depend on the association explicitly: Service Catalog refuses them before it exists."""
    ends: dict[str, Any] = {
        "PortfolioId": Ref(logical_id("portfolio", portfolio.name)),
        "ProductId": Ref(logical_id("product", item.product.name)),
    }
    both = f"{portfolio.name}-{item.product.name}"
    association = servicecatalog.PortfolioProductAssociation(association_id(portfolio.name, item.product.name), **ends)
    constraint: dict[str, Any] = {"DependsOn": association.title, **ends}
    parts: list[AWSObject] = [association]
    if item.launch_role is not None:
        role = {"LocalRoleName": item.launch_role}
        parts.append(servicecatalog.LaunchRoleConstraint(logical_id("launch", both), **role, **constraint))
    if item.tag_updates is not None:
        tags = {"TagUpdateOnProvisionedProduct": item.tag_updates}
        parts.append(servicecatalog.ResourceUpdateConstraint(logical_id("tag-update", both), **tags, **constraint))
    return parts


def _tag_options(portfolios: Sequence[CatalogPortfolio]) -> list[AWSObject]:
    """One tag option for each key and value, however many portfolios carry it."""
    carried = [
        (portfolio, key, value)
        for portfolio in portfolios
        for key, values in portfolio.tag_options.items()
        for value in values
    ]
    options = dict.fromkeys((key, value) for _, key, value in carried)
    return [
        *[servicecatalog.TagOption(option_id(key, value), Key=key, Value=value, Active=True) for key, value in options],
        *[_tag_option_association(portfolio, key, value) for portfolio, key, value in carried],
    ]


def _tag_option_association(portfolio: CatalogPortfolio, key: str, value: str) -> servicecatalog.TagOptionAssociation:
    return servicecatalog.TagOptionAssociation(
        option_id(key, value, "association", portfolio.name),
        TagOptionId=Ref(option_id(key, value)),
        ResourceId=Ref(logical_id("portfolio", portfolio.name)),
    )


def option_id(key: str, value: str, *more: str) -> str:
    """The logical id of a tag option: keys and values hold any character, a logical id letters and digits only."""
    plain = ["".join(letter if letter.isalnum() else "-" for letter in word) for word in (key, value)]
    return logical_id("tag-option", *plain, *more)


def association_id(portfolio: str, product: str) -> str:
    """The logical id of a product's association with a portfolio."""
    return logical_id("association", f"{portfolio}-{product}")


def output_description(kind: str, name: str) -> str:
    """The one place in the template that has the name of a portfolio as people wrote it."""
    return f"Id of {kind} {name}."


def _id_output(kind: str, name: str) -> Output:
    title = logical_id(kind, name)
    return Output(title, Description=output_description(kind, name), Value=Ref(title))
