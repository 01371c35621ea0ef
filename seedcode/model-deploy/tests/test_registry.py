"""Which version is deployed, and that it is the registered file."""

import pytest

from deploy.registry import check_digest, describe, previous, resolve
from deploy.settings import DeployError
from memory import BUCKET, GROUP, arn


def test_without_a_version_the_newest_approved_one_is_deployed(registry):
    registry.register("Approved")
    newest = registry.register("Approved")
    registry.register("PendingManualApproval")
    assert resolve(registry, GROUP, "none").arn == newest


def test_the_version_that_was_approved_is_deployed_though_a_newer_one_is_approved_too(registry):
    first = registry.register("Approved")
    registry.register("Approved")
    assert resolve(registry, GROUP, first).version == 1


def test_a_rejection_goes_back_to_the_last_approved_version(registry):
    last = registry.register("Approved")
    rejected = registry.register("Rejected")
    assert resolve(registry, GROUP, rejected).arn == last


@pytest.mark.parametrize(
    ("status", "message"),
    [("Rejected", "has no approved version"), ("PendingManualApproval", "approve it first")],
)
def test_nothing_unapproved_is_deployed(registry, status, message):
    asked = registry.register(status)
    with pytest.raises(DeployError, match=message):
        resolve(registry, GROUP, asked)


def test_a_version_of_another_group_is_refused(registry):
    other = registry.register("Approved", group="other")
    with pytest.raises(DeployError, match="belongs to the group other"):
        resolve(registry, GROUP, other)


def test_the_version_before_is_the_newest_other_approved_one(registry):
    registry.register("Approved")
    registry.register("Rejected")
    current = registry.register("Approved")
    assert previous(registry, describe(registry, current)).version == 1


def test_a_file_that_is_not_the_registered_one_is_refused(registry, store):
    model = describe(registry, registry.register("Approved"))
    check_digest(store, model)
    store.objects[f"s3://{BUCKET}/executions/1/model.tar.gz"] = b"another model"
    with pytest.raises(DeployError, match="not the file that was registered as version 1"):
        check_digest(store, model)


def test_a_version_without_a_digest_is_refused(registry, store):
    registry.register("Approved", model_sha256="")
    with pytest.raises(DeployError, match="records no model_sha256"):
        check_digest(store, describe(registry, arn(1)))
