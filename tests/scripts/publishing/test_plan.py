"""The plan is the difference between what should be in AWS and what is there, in sentences."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from scripts.errors import ConfigurationError
from scripts.publishing.changes import removals
from scripts.publishing.desired import Desired
from scripts.publishing.existing import StackInstance
from scripts.publishing.plan import plan
from scripts.publishing.publish import publish


def sentences(changes: tuple) -> list[str]:
    return [sentence for change in changes for sentence in change.sentences]


def test_an_empty_account_gets_everything_in_an_order_that_works(desired: Desired, memory_hub) -> None:
    assert sentences(plan(desired, memory_hub.find())) == [
        "+ asset bucket in us-east-1",
        "+ assets in us-east-1: seed weather@4f1c, alpha 1.0.0, beta 1.0.0, catalog",
        "+ launch role in the hub",
        "+ portfolio mlops-projects: 2 products",
        "+ alpha 1.0.0, beta 1.0.0",
        "+ spoke roles in OU mlops",
        "+ spoke settings in OU mlops",
        "+ mlops-projects for role/DataScience* (us-east-1)",
        "+ mlops-projects shared with OU mlops (us-east-1)",
    ]


def test_a_second_plan_is_empty(desired: Desired, memory_hub, silence) -> None:
    publish(desired, memory_hub, plan(desired, memory_hub.find()), silence)
    assert plan(desired, memory_hub.find()) == ()


def test_a_new_version_of_one_product_names_that_product_only(
    make_desired: Callable[..., Desired], memory_hub, silence
) -> None:
    before = make_desired({"alpha": ["1.0.0"], "beta": ["1.0.0"]})
    publish(before, memory_hub, plan(before, memory_hub.find()), silence)
    after = make_desired({"alpha": ["1.0.0", "1.1.0"], "beta": ["1.0.0"]})
    planned = sentences(plan(after, memory_hub.find()))
    assert planned == ["+ assets in us-east-1: alpha 1.1.0, catalog", "+ alpha 1.1.0"]


def test_a_published_version_never_gets_another_template(
    make_desired: Callable[..., Desired], memory_hub, silence
) -> None:
    before = make_desired({"alpha": ["1.0.0"]})
    publish(before, memory_hub, plan(before, memory_hub.find()), silence)
    (region,) = before.regions
    moved = replace(region.catalog, template=region.catalog.template.replace("alpha-1.0.0.json", "edited.json"))
    after = replace(before, regions=(replace(region, catalog=moved),))
    with pytest.raises(ConfigurationError, match=r"alpha 1.0.0: published in us-east-1 with another template"):
        plan(after, memory_hub.find())


@pytest.mark.parametrize("after", ["1.1.0.dev-bbbbbbbb", "1.1.0"])
def test_a_candidate_gives_way_to_its_next_content_and_to_its_release(
    make_desired: Callable[..., Desired], memory_hub, silence, after: str
) -> None:
    before = make_desired({"alpha": ["1.0.0", "1.1.0.dev-aaaaaaaa"]})
    publish(before, memory_hub, plan(before, memory_hub.find()), silence)
    changes = plan(make_desired({"alpha": ["1.0.0", after]}), memory_hub.find())
    assert sentences(changes)[1:] == [f"+ alpha {after}", "~ no longer alpha 1.1.0.dev-aaaaaaaa"]
    assert not any(removals(change) for change in changes)


def test_a_candidate_that_leaves_with_its_product_is_a_removal(
    make_desired: Callable[..., Desired], memory_hub, silence
) -> None:
    before = make_desired({"alpha": ["1.0.0"], "beta": ["1.0.0.dev-aaaaaaaa"]})
    publish(before, memory_hub, plan(before, memory_hub.find()), silence)
    changes = plan(make_desired({"alpha": ["1.0.0"]}), memory_hub.find())
    assert "- beta 1.0.0.dev-aaaaaaaa" in sentences(changes)
    assert any(removals(change) for change in changes)


def test_a_product_that_leaves_is_a_removal(make_desired: Callable[..., Desired], memory_hub, silence) -> None:
    before = make_desired({"alpha": ["1.0.0"], "beta": ["1.0.0"]})
    publish(before, memory_hub, plan(before, memory_hub.find()), silence)
    after = make_desired({"alpha": ["1.0.0"]})
    removing = [change for change in plan(after, memory_hub.find()) if removals(change)]
    assert sentences(tuple(removing)) == ["- mlops-projects: beta", "- beta 1.0.0"]


def test_a_unit_and_a_role_that_leave_lose_access_before_the_stack_changes(
    desired: Desired, memory_hub, silence
) -> None:
    publish(desired, memory_hub, plan(desired, memory_hub.find()), silence)
    narrower = replace(desired, sharing=(replace(desired.sharing[0], units={}, principals=()),))
    assert sentences(plan(narrower, memory_hub.find())) == [
        "- mlops-projects no longer shared with ou-sand-mlops001 (us-east-1)",
        "- mlops-projects no longer for role/DataScience* (us-east-1)",
    ]


def test_a_spoke_that_failed_is_tried_again_by_name(desired: Desired, memory_hub, silence) -> None:
    publish(desired, memory_hub, plan(desired, memory_hub.find()), silence)
    settings = memory_hub.existing.stack_sets["mlops-catalog-settings"]
    failed = replace(settings, instances=(StackInstance("333333333333", "us-east-1", "OUTDATED", "denied"),))
    memory_hub.existing.stack_sets["mlops-catalog-settings"] = failed
    assert sentences(plan(desired, memory_hub.find())) == ["~ spoke settings again in 333333333333"]


def test_a_deprecated_version_changes_its_guidance_and_nothing_else(desired: Desired, memory_hub, silence) -> None:
    publish(desired, memory_hub, plan(desired, memory_hub.find()), silence)
    retired = replace(desired, guidance={**desired.guidance, ("alpha", "1.0.0"): "deprecated"})
    assert sentences(plan(retired, memory_hub.find())) == ["~ alpha 1.0.0 is deprecated (was current) (us-east-1)"]


def test_a_second_region_gets_all_but_what_is_global(make_desired: Callable[..., Desired], memory_hub, silence) -> None:
    home = make_desired({"alpha": ["1.0.0"]})
    publish(home, memory_hub, plan(home, memory_hub.find()), silence)
    both = make_desired({"alpha": ["1.0.0"]}, ("us-east-1", "eu-west-1"))
    planned = sentences(plan(both, memory_hub.find()))
    assert "+ spoke settings in us-east-1, eu-west-1" in planned
    assert not [sentence for sentence in planned if "roles" in sentence]


def test_a_stack_whose_update_did_not_finish_is_applied_again(desired: Desired, memory_hub, silence) -> None:
    publish(desired, memory_hub, plan(desired, memory_hub.find()), silence)
    region = memory_hub.existing.regions["us-east-1"]
    stopped = replace(region.catalog, status="UPDATE_IN_PROGRESS")
    memory_hub.existing.regions["us-east-1"] = replace(region, catalog=stopped)
    assert sentences(plan(desired, memory_hub.find())) == [
        "~ catalog stack in us-east-1: its last update did not finish"
    ]


@pytest.mark.parametrize("stored", ["0" * 64, ""], ids=["other content", "no checksum"])
def test_an_asset_with_another_content_is_named_and_restored(
    desired: Desired, memory_hub, silence, stored: str
) -> None:
    publish(desired, memory_hub, plan(desired, memory_hub.find()), silence)
    region = memory_hub.existing.regions["us-east-1"]
    replaced = replace(region, assets={**region.assets, "seeds/weather/4f1c.zip": stored})
    memory_hub.existing = replace(memory_hub.existing, regions={"us-east-1": replaced})
    changes = plan(desired, memory_hub.find())
    (sentence,) = sentences(changes)
    assert sentence.startswith("~ seed weather@4f1c in us-east-1 was replaced: seeds/weather/4f1c.zip is restored")
    publish(desired, memory_hub, changes, silence)
    assert plan(desired, memory_hub.find()) == ()
