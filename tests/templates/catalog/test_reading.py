"""A catalog's template is read back as it was written, and nothing in it goes unseen."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.catalog.portfolio import CatalogPortfolio, PortfolioProduct, PublishedProduct, Version
from templates.catalog.reading import read_catalog, unread
from templates.catalog.template import catalog
from tests.templates.rendered import EXAMPLE_PORTFOLIOS, template_of

names = st.from_regex(r"[a-z][a-z0-9]{0,4}(-[a-z0-9]{1,3}){0,2}", fullmatch=True)
texts = st.text("aé <&.'\"", max_size=8)
versions = st.lists(st.builds(Version, st.from_regex(r"[0-9]\.[0-9]", fullmatch=True), texts, texts), max_size=3)
products = st.builds(PublishedProduct, names, texts, texts, versions.map(tuple), texts, texts, texts)
constrained = st.builds(
    PortfolioProduct, products, st.none() | st.text("ab", min_size=1), st.sampled_from([None, "ALLOWED", "NOT_ALLOWED"])
)
portfolios = st.builds(
    CatalogPortfolio,
    name=names,
    display_name=texts,
    description=texts,
    provider=texts,
    products=st.lists(constrained, max_size=3, unique_by=lambda item: logical_name(item.product.name)).map(
        lambda found: tuple(sorted(found, key=lambda item: item.product.name.title()))
    ),
    tags=st.dictionaries(texts, texts, max_size=2),
    tag_options=st.dictionaries(st.sampled_from("kl"), st.sets(st.sampled_from("mn"), min_size=1)).map(
        lambda found: {key: tuple(sorted(values)) for key, values in sorted(found.items())}
    ),
)


def logical_name(name: str) -> str:
    """Names that differ only in hyphens would have one logical id."""
    return name.replace("-", "").lower()


def written(*wanted: CatalogPortfolio) -> Any:
    return json.loads(json.dumps(catalog(wanted).to_dict()))


@given(portfolios)
def test_what_was_written_is_read_back(portfolio: CatalogPortfolio) -> None:
    template = written(portfolio)
    (found,) = read_catalog(template).portfolios
    assert written(found) == template
    assert unread(template) == set()
    assert found.name == portfolio.name
    assert {item.product.name: item for item in found.products} == {
        item.product.name: item for item in portfolio.products
    }


def test_the_example_is_read_back() -> None:
    assert read_catalog(template_of("catalog")).portfolios == EXAMPLE_PORTFOLIOS
    assert unread(template_of("catalog")) == set()


Keys = tuple[str | int, ...]


def places(value: Any, place: Keys = ()) -> list[Keys]:
    """Every place in a template, the inner ones too."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place, *(found for key, child in inner for found in places(child, (*place, key)))]


def edited(place: Keys, *value: Any) -> Any:
    """The example with another value at a place, or with none."""
    template = copy.deepcopy(template_of("catalog"))
    around = template
    for key in place[:-1]:
        around = around[key]
    if value:
        around[place[-1]] = value[0]
    else:
        del around[place[-1]]
    return template


EDITS = [("other",), ({"Fn::Sub": "other"},), ([],), ()]
STRUCTURE = {"Resources", "Outputs", "Metadata", "Properties"}


@pytest.mark.parametrize("value", EDITS, ids=["text", "function", "list", "removal"])
def test_no_edit_of_a_template_by_hand_goes_unseen(value: tuple[Any, ...]) -> None:
    """Wherever it is, the catalog reads differently, or there is something that was not read."""
    example = read_catalog(template_of("catalog"))
    tried = 0
    for place in places(template_of("catalog"))[1:]:
        is_deployable = place[-1] not in STRUCTURE and (len(place) > 2 or not value)
        if is_deployable and edited(place, *value) != template_of("catalog"):
            tried += 1
            template = edited(place, *value)
            assert read_catalog(template) != example or unread(template), place
    assert tried > 100


def test_a_resource_of_another_type_is_not_read() -> None:
    foreign = edited(("Resources", "Mine"), {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "mine"}})
    assert read_catalog(foreign) == read_catalog(template_of("catalog"))
    assert unread(foreign) == {
        ("Resources", "Mine", "Type"),
        ("Resources", "Mine", "Properties", "TopicName"),
    }
