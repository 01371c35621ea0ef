"""A whole rehearsal with people in memory: parameters, deletion, and what is read before and after it."""

from dataclasses import replace
from typing import Any

import pytest

from scripts.errors import ConfigurationError
from scripts.rehearsal.rehearse import (
    launch_requests,
    products_to_rehearse,
    read_people,
    rehearse,
    retained_resources,
)
from templates import PRODUCTS


def test_the_inbox_is_closed_at_the_end(people: Any, to_launch: Any, progress: Any, world: Any) -> None:
    rehearse(to_launch, people, progress, keep=False)
    assert not world.inbox_open
    (left,) = (message for message in world.messages if "of a training failed" not in message)
    assert left.startswith("Version 2 of the models")


def test_a_project_is_deleted_at_the_end_with_its_endpoints(
    people: Any, to_launch: Any, progress: Any, world: Any
) -> None:
    assert rehearse(to_launch, people, progress, keep=False).failure is None
    stacks = [f"sagemaker-demo-p-000000000001-endpoint-{stage}" for stage in ("staging", "production")]
    assert world.deleted == [*stacks, "demo"]


def test_a_project_that_is_kept_or_failed_is_not_deleted(
    people: Any, to_launch: Any, progress: Any, world: Any
) -> None:
    rehearse(to_launch, people, progress, keep=True)
    world.gate_open = True
    rehearse(replace(to_launch, name="other"), people, progress, keep=False)
    assert world.deleted == []


def test_an_unknown_role_is_refused() -> None:
    assert read_people(["scientist=me", "approver=you"]) == {"scientist": "me", "approver": "you"}
    with pytest.raises(ConfigurationError, match="unknown role `director`"):
        read_people(["director=me"])
    with pytest.raises(ConfigurationError, match="role `approver` has no profile"):
        read_people(["approver="])


def test_all_is_every_product_of_the_catalog() -> None:
    assert products_to_rehearse("all") == tuple(product.name for product in PRODUCTS)
    assert products_to_rehearse("deploy") == ("deploy",)


def test_retained_resources_are_read_from_the_template() -> None:
    assert {"Bucket", "Key", "ModelPackageGroup"} <= set(retained_resources("build-train-deploy"))


def test_given_parameters_override_the_defaults_of_the_story() -> None:
    assert launch_requests(("deploy",), ())[0].parameters == {"Traffic": "canary"}
    assert launch_requests(("deploy",), ("Traffic=linear",))[0].parameters == {"Traffic": "linear"}
