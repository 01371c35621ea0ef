"""A publish performs its plan, survives being killed, and removes nothing without permission."""

from dataclasses import replace

import pytest

from scripts.errors import ConfigurationError, UnfinishedError
from scripts.publishing.changes import ApplyStackSet
from scripts.publishing.desired import Desired
from scripts.publishing.plan import plan
from scripts.publishing.publish import publish, require_permission


def test_a_publish_killed_before_any_change_and_run_again_ends_in_the_same_state(
    desired: Desired, make_hub, interrupted, silence
) -> None:
    undisturbed = make_hub()
    publish(desired, undisturbed, plan(desired, undisturbed.find()), silence)
    for step in range(len(undisturbed.performed)):
        hub = make_hub()
        hub.dies_before = step
        with pytest.raises(interrupted):
            publish(desired, hub, plan(desired, hub.find()), silence)
        hub.dies_before = None
        publish(desired, hub, plan(desired, hub.find()), silence)
        assert hub.existing == undisturbed.existing, f"killed before change {step}"
        assert plan(desired, hub.find()) == ()


def test_the_lease_is_given_back_even_when_a_publish_fails(desired: Desired, memory_hub, interrupted, silence) -> None:
    memory_hub.dies_before = 3
    with pytest.raises(interrupted):
        publish(desired, memory_hub, plan(desired, memory_hub.find()), silence)
    assert not memory_hub.held


def test_one_spoke_that_fails_does_not_stop_the_others(desired: Desired, memory_hub, silence) -> None:
    class Reporting(type(memory_hub)):
        def perform(self, change, tick) -> None:
            super().perform(change, tick)
            if isinstance(change, ApplyStackSet) and change.stack_set.title == "spoke roles":
                raise UnfinishedError("spoke roles failed in 333333333333", hint="publish again")

    hub = Reporting()
    changes = plan(desired, hub.find())
    outcome = publish(desired, hub, changes, silence)
    assert [failure.problem for failure in outcome.failures] == ["spoke roles failed in 333333333333"]
    assert len(outcome.done) == len(changes) - 1
    assert hub.existing.regions["us-east-1"].sharing["mlops-projects"].units == {"ou-sand-mlops001"}


def test_a_plan_that_is_out_of_date_is_not_performed(desired: Desired, memory_hub, silence) -> None:
    stale = plan(desired, memory_hub.find())
    publish(desired, memory_hub, stale, silence)
    count = len(memory_hub.performed)
    with pytest.raises(UnfinishedError, match="the catalog changed after this plan was made"):
        publish(desired, memory_hub, stale, silence)
    assert len(memory_hub.performed) == count


def test_nothing_is_removed_without_permission(desired: Desired, memory_hub, silence) -> None:
    publish(desired, memory_hub, plan(desired, memory_hub.find()), silence)
    narrower = replace(desired, sharing=(replace(desired.sharing[0], principals=()),))
    changes = plan(narrower, memory_hub.find())
    with pytest.raises(ConfigurationError, match=r"the plan removes: mlops-projects no longer for role/DataScience\*"):
        require_permission(changes, removal_allowed=False)
    require_permission(changes, removal_allowed=True)


def test_a_publish_without_changes_does_not_even_take_the_lease(desired: Desired, memory_hub, silence) -> None:
    publish(desired, memory_hub, plan(desired, memory_hub.find()), silence)
    memory_hub.hold = lambda: pytest.fail("the lease was written")
    assert publish(desired, memory_hub, plan(desired, memory_hub.find()), silence).done == ()
