"""Every template as CloudFormation would get it, and ways to look into them."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import templates
from templates import names
from templates.catalog.portfolio import CatalogPortfolio, PortfolioProduct, PublishedProduct, Version
from templates.catalog.template import catalog
from templates.names import LAUNCH_ROLE
from templates.product import canonical
from tests.templates import resolve

_DIGITS = {"weather": "a", "model-deploy": "b", "census": "c", "abalone": "d"}
SEED_KEYS = {
    seed: f"seeds/{seed}/{_DIGITS.get(seed, 'e') * 64}.zip" for product in templates.PRODUCTS for seed in product.seeds
} | {names.RELEASE_CODE: f"{names.RELEASE_CODE}/{'f' * 64}.zip", "stage-roles": f"stages/{'f' * 64}.json"}
PRODUCTS = [product.name for product in templates.PRODUCTS]
PROJECT_PRODUCTS = [product.name for product in templates.PRODUCTS if product.makes_project]
"""The products that SageMaker launches as projects; the others are launched from the Service Catalog console."""
OTHER_PRODUCTS = [name for name in PRODUCTS if name not in PROJECT_PRODUCTS]
FOUNDATIONS = [foundation.name for foundation in templates.FOUNDATIONS]
TEMPLATES = [*PRODUCTS, *FOUNDATIONS, "catalog"]

LONGEST_NAME = "A" + "-b" * 15 + "C"
LONGEST_ID = "p-" + "q" * 12 + "r"
LONGEST_STAGE_ID = LONGEST_ID
EXAMPLE = {
    "AWS::Partition": "aws",
    "AWS::Region": "ap-southeast-1",
    "AWS::AccountId": "222222222222",
    "AWS::StackId": "arn:aws:cloudformation:ap-southeast-1:222222222222:stack/S/0123abcd-1111-2222-3333-444444444444",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": f"mlops-catalog-production-222222222222-{LONGEST_STAGE_ID}",
    "SageMakerProjectName": LONGEST_NAME,
    "SageMakerProjectId": LONGEST_ID,
    "AssetSuffix": "0123456789ab",
    "OrganizationId": "o-" + "a" * 32,
    "HubAccount": "111111111111",
    "StagingAccount": "333333333333",
    "ProductionAccount": "444444444444",
    "Team": "vision",
    "DomainName": LONGEST_NAME,
    "DomainId": "d-abcdefghijkl",
    "UserName": "U" * 63,
    "ModelsDeployedBy": ["p-abc123def456"],
}

Template = dict[str, Any]


@cache
def text_of(name: str) -> str:
    by_name = {product.name: product for product in templates.PRODUCTS}
    if name in by_name:
        return by_name[name].render(SEED_KEYS)
    if name == "catalog":
        return canonical(catalog(EXAMPLE_PORTFOLIOS))
    return next(foundation for foundation in templates.FOUNDATIONS if foundation.name == name).render()


def template_of(name: str) -> Template:
    return json.loads(text_of(name))


def resources_of(template: Template, *types: str) -> dict[str, Template]:
    return {title: body for title, body in template["Resources"].items() if not types or body["Type"] in types}


def products_with(*types: str) -> list[str]:
    """The products that have a resource of each of these types."""
    return [
        name for name in PRODUCTS if set(types) <= {body["Type"] for body in template_of(name)["Resources"].values()}
    ]


def walk(value: Any) -> Iterator[Any]:
    """Every value inside a template, itself included."""
    yield value
    if isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from walk(child)


def filled_in(value: Any) -> Any:
    """What CloudFormation would make of it at the longest legal name and id."""
    return resolve.filled_in(value, EXAMPLE)


_PRODUCT = PublishedProduct(
    name="build-train",
    description="Trains a model.",
    owner="Platform team",
    versions=(
        Version("1.0.0", "https://assets.s3.us-east-1.amazonaws.com/templates/one.json", "First"),
        Version("1.1.0", "https://assets.s3.us-east-1.amazonaws.com/templates/two.json", "Second"),
    ),
    support_email="platform@example.com",
)
EXAMPLE_PORTFOLIOS = tuple(
    CatalogPortfolio(
        name=name,
        display_name=name,
        description="Projects for data scientists.",
        provider="Platform team",
        products=(PortfolioProduct(_PRODUCT, LAUNCH_ROLE),),
        tags={"owner": "platform"},
        tag_options={"cost-centre": ("1001", "2002")},
    )
    for name in ("mlops-projects", "second")
)
