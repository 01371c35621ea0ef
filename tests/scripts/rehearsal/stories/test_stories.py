"""Which products have a story."""

from collections import Counter

import pytest

from scripts.errors import ConfigurationError
from scripts.rehearsal.stories import STORIES, story_of
from templates import PRODUCTS


def test_every_product_has_exactly_one_story() -> None:
    assert Counter(product for story in STORIES for product in story.products) == Counter(
        product.name for product in PRODUCTS
    )


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.name)
def test_default_parameters_are_parameters_of_the_product(product) -> None:
    parameters = product.build(dict.fromkeys((*product.archives, *product.templates), "")).to_dict()["Parameters"]
    names = {assignment.partition("=")[0] for assignment in story_of(product.name).default_parameters}
    assert names <= set(parameters)


def test_a_product_without_a_story_is_a_configuration_error() -> None:
    with pytest.raises(ConfigurationError, match="no-such-product has no rehearsal") as error:
        story_of("no-such-product")
    assert "build-train-deploy" in error.value.hint
