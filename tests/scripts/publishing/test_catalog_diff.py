"""Every difference between two catalogs is one sentence about portfolio and product, with old and new."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.publishing.catalog_diff import catalog_differences
from scripts.publishing.changes import ApplyStack, removals
from scripts.publishing.constraint_differences import LaunchRoleChanged
from scripts.publishing.desired import Stack
from scripts.publishing.differences import PortfolioEdited
from templates.catalog.portfolio import CatalogPortfolio, PortfolioProduct, PublishedProduct, Version
from templates.catalog.template import catalog
from tests.templates.rendered import EXAMPLE_PORTFOLIOS, template_of

Edit = Callable[[CatalogPortfolio], CatalogPortfolio]


def template(*portfolios: CatalogPortfolio) -> Any:
    return json.loads(json.dumps(catalog(portfolios).to_dict()))


def sentences(new: Any, old: Any) -> list[str]:
    return [difference.sentence for difference in catalog_differences(new, old)]


def edited(**fields: Any) -> Edit:
    return lambda portfolio: replace(portfolio, **fields)


def edited_pair(**fields: Any) -> Edit:
    """Another constraint on the product of a portfolio."""
    return lambda portfolio: replace(portfolio, products=(replace(portfolio.products[0], **fields),))


def edited_product(**fields: Any) -> Edit:
    def edit(portfolio: CatalogPortfolio) -> CatalogPortfolio:
        (item,) = portfolio.products
        return replace(portfolio, products=(replace(item, product=replace(item.product, **fields)),))

    return edit


FIRST = EXAMPLE_PORTFOLIOS[0]
PRODUCT = FIRST.products[0].product
ONE, TWO = PRODUCT.versions
THREE = Version("1.2.0", "https://assets/three.json", "Third")
DEPLOY = PublishedProduct("deploy", "Deploys a model.", "Platform team", (ONE,))
LONG = "Projects for data scientists, who train, evaluate and deploy models, and of many other people too"
LONG_SENTENCE = (
    "~ portfolio mlops-projects, description: "
    '… for data scientists, who train, evaluate and deploy models,… (was … for data scientists.")'
)

EDITS: dict[str, tuple[Edit, str]] = {
    "launch role": (
        edited_pair(launch_role="another-role"),
        "~ mlops-projects: build-train launches as another-role (was mlops-catalog-launch)",
    ),
    "no launch role": (
        edited_pair(launch_role=None),
        "~ mlops-projects: build-train launches as the person who launches (was mlops-catalog-launch)",
    ),
    "tag updates": (
        edited_pair(tag_updates="NOT_ALLOWED"),
        "~ mlops-projects: tag updates of build-train are NOT_ALLOWED (were ALLOWED)",
    ),
    "description": (
        edited(description="Projects."),
        '~ portfolio mlops-projects, description: "Projects." (was "Projects for data scientists.")',
    ),
    "long description": (
        edited(description=LONG),
        LONG_SENTENCE,
    ),
    "display name": (
        edited(display_name="Projects"),
        '~ portfolio mlops-projects, display name: "Projects" (was "mlops-projects")',
    ),
    "provider": (
        edited(provider="ML team"),
        '~ portfolio mlops-projects, provider: "ML team" (was "Platform team")',
    ),
    "tags": (
        edited(tags={"owner": "ml"}),
        '~ portfolio mlops-projects, tags: {"owner": "ml"} (was {"owner": "platform"})',
    ),
    "tag option more": (
        edited(tag_options={"cost-centre": ("1001", "2002", "3003")}),
        "+ mlops-projects: tag option cost-centre=3003",
    ),
    "tag option less": (
        edited(tag_options={"cost-centre": ("1001",)}),
        "- mlops-projects: tag option cost-centre=2002",
    ),
    "product description": (
        edited_product(description="Trains."),
        '~ product build-train, description: "Trains." (was "Trains a model.")',
    ),
    "product owner": (
        edited_product(owner="ML team"),
        '~ product build-train, owner: "ML team" (was "Platform team")',
    ),
    "support address": (
        edited_product(support_email=""),
        '~ product build-train, support email: not set (was "platform@example.com")',
    ),
    "support page": (
        edited_product(support_url="https://help"),
        '~ product build-train, support url: "https://help" (was not set)',
    ),
    "support description": (
        edited_product(support_description="Ask us."),
        '~ product build-train, support description: "Ask us." (was not set)',
    ),
    "version more": (edited_product(versions=(ONE, TWO, THREE)), "+ build-train 1.2.0"),
    "version less": (edited_product(versions=(TWO,)), "- build-train 1.0.0"),
    "version description": (
        edited_product(versions=(replace(ONE, description="Fixed"), TWO)),
        '~ product build-train, description of 1.0.0: "Fixed" (was "First")',
    ),
    "version order": (
        edited_product(versions=(TWO, ONE)),
        '~ product build-train, order of versions: ["1.1.0", "1.0.0"] (was ["1.0.0", "1.1.0"])',
    ),
    "version template": (
        edited_product(versions=(replace(ONE, template_url="https://a"), TWO)),
        '~ build-train 1.0.0, template: "https://a" (was "https://assets.s3.us-east-1.amazonaws.com/templates/one.jso…)',
    ),
    "product more": (
        edited(products=(*FIRST.products, PortfolioProduct(DEPLOY, "mlops-catalog-launch"))),
        "+ mlops-projects: deploy, launches as mlops-catalog-launch\n+ deploy 1.0.0",
    ),
    "product less": (edited(products=()), "- mlops-projects: build-train\n- build-train 1.0.0, build-train 1.1.0"),
}


@pytest.mark.parametrize("name", EDITS)
def test_each_edit_is_one_sentence_with_old_and_new(name: str) -> None:
    edit, sentence = EDITS[name]
    assert "\n".join(sentences(template(edit(FIRST)), template(FIRST))) == sentence


@pytest.mark.parametrize("name", EDITS)
def test_taking_an_edit_back_is_a_difference_too(name: str) -> None:
    edit, _ = EDITS[name]
    assert sentences(template(FIRST), template(edit(FIRST)))


def test_another_launch_role_everywhere_and_another_description_in_the_golden_catalog() -> None:
    new = copy.deepcopy(template_of("catalog"))
    for body in new["Resources"].values():
        if body["Type"] == "AWS::ServiceCatalog::LaunchRoleConstraint":
            body["Properties"]["LocalRoleName"] = "another-role"
    new["Resources"]["PortfolioSecond"]["Properties"]["Description"] = "Projects of the second team."
    found = catalog_differences(new, template_of("catalog"))
    assert [difference.sentence for difference in found] == [
        "~ mlops-projects: build-train launches as another-role (was mlops-catalog-launch)",
        '~ portfolio second, description: "Projects of the second team." (was "Projects for data scientists.")',
        "~ second: build-train launches as another-role (was mlops-catalog-launch)",
    ]
    old = "Projects for data scientists."
    assert found[0] == LaunchRoleChanged("mlops-projects", "build-train", "mlops-catalog-launch", "another-role")
    assert found[1] == PortfolioEdited("second", "description", old, "Projects of the second team.")


def test_portfolios_that_come_and_go_imply_all_that_is_in_them() -> None:
    first, second = EXAMPLE_PORTFOLIOS
    assert sentences(template(first, second), template(first)) == ["+ portfolio second: 1 product"]
    assert sentences(template(first), template(first, second)) == ["- portfolio second: 1 product"]


def test_a_new_catalog_is_its_portfolios_and_versions() -> None:
    assert sentences(template(FIRST), None) == [
        "+ portfolio mlops-projects: 1 product",
        "+ build-train 1.0.0, build-train 1.1.0",
    ]


def test_removals_are_known_by_their_type_and_not_by_their_text() -> None:
    portfolio = replace(FIRST, display_name="- a name that looks like a removal", tag_options={})
    found = catalog_differences(template(portfolio), template(FIRST))
    change = ApplyStack(Stack("mlops-catalog", "us-east-1", "{}", {}), None, found)
    assert removals(change) == (
        "- mlops-projects: tag option cost-centre=1001",
        "- mlops-projects: tag option cost-centre=2002",
    )


FOREIGN = [
    (("Resources", "LaunchMlopsProjectsBuildTrain", "DependsOn"), "~ LaunchMlopsProjectsBuildTrain DependsOn:"),
    (("Resources", "ProductBuildTrain", "Properties", "Tags"), "~ Properties Tags:"),
    (("Outputs", "ProductBuildTrain", "Description"), "~ ProductBuildTrain Description:"),
    (("Description",), "~ Description:"),
]


@pytest.mark.parametrize(("place", "beginning"), FOREIGN)
def test_what_no_sentence_is_for_is_named_by_its_place(place: tuple[str, ...], beginning: str) -> None:
    """On either side: a template that is deployed may be the work of an older publisher, or of a person."""
    other = copy.deepcopy(template_of("catalog"))
    around = other
    for key in place[:-1]:
        around = around[key]
    kept = around.pop(place[-1])
    (sentence,) = sentences(template_of("catalog"), other)
    assert sentence.startswith(beginning)
    assert sentence.endswith(" (was not set)")
    (back,) = sentences(other, template_of("catalog"))
    assert back.startswith(f"{beginning} not set (was ")
    assert json.dumps(kept)[:20] in sentence


def test_a_resource_that_the_catalog_does_not_know_is_removed_by_name() -> None:
    old = copy.deepcopy(template_of("catalog"))
    old["Resources"]["Mine"] = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "mine"}}
    found = catalog_differences(template_of("catalog"), old)
    assert [difference.sentence for difference in found] == ["- Mine (AWS::SNS::Topic)"]
    assert removals(ApplyStack(Stack("mlops-catalog", "us-east-1", "{}", {}), None, found))


@given(st.lists(st.sampled_from(sorted(EDITS))), st.lists(st.sampled_from(sorted(EDITS))))
def test_there_is_no_difference_only_between_equal_templates(first: list[str], second: list[str]) -> None:
    new, old = (template(*_portfolio(names)) for names in (first, second))
    assert bool(catalog_differences(new, old)) == (new != old)


def _portfolio(names: list[str]) -> list[CatalogPortfolio]:
    portfolio = FIRST
    for name in names:
        if portfolio.products:
            portfolio = EDITS[name][0](portfolio) if len(portfolio.products) == 1 else portfolio
    return [portfolio]
