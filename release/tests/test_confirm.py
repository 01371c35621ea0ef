"""Production gets a version that is still approved, from a copy that is still the approved file."""

import pytest

from deployment.confirm import confirm
from deployment.copies import Copies
from deployment.settings import Models, ReleaseError
from memory import ACCOUNT, BUCKET, OWNER, SOURCE


@pytest.fixture
def asked(release, registry, store, project):
    """Registers and prepares a version, lets `change` happen at the gate, and confirms production."""

    def ask(change):
        package = registry.register("Approved")
        build = release()
        change(registry.packages[package])
        return confirm(registry, Copies(store, project, ACCOUNT), build, "production")

    return ask


def test_an_approved_version_with_its_copy_may_go_on(asked):
    assert "version 1 of demo-p-abc123def456 is still approved" in asked(lambda package: None)


@pytest.mark.parametrize("status", ["Rejected", "PendingManualApproval"])
def test_a_version_that_is_no_longer_approved_does_not_go_to_production(asked, status):
    with pytest.raises(ReleaseError, match=f"is {status} by now: it does not go to production"):
        asked(lambda package: package.update(ModelApprovalStatus=status))


def test_a_copy_that_was_replaced_does_not_go_to_production(asked, store):
    def replace_copy(package):
        digest = package["CustomerMetadataProperties"]["model_sha256"]
        store.objects[f"s3://{BUCKET}/releases/{digest}/model.tar.gz"] = b"another model"

    with pytest.raises(ReleaseError, match="is not the file that its name says"):
        asked(replace_copy)


def test_a_digest_that_was_changed_in_the_registry_is_noticed(asked):
    with pytest.raises(ReleaseError, match="another model_sha256"):
        asked(lambda package: package["CustomerMetadataProperties"].update(model_sha256="0" * 64))


def test_nothing_prepared_is_nothing_to_confirm(registry, store, project, tmp_path):
    with pytest.raises(ReleaseError, match=r"production\.json: missing"):
        confirm(registry, Copies(store, project, ACCOUNT), tmp_path, "production")


def test_consent_that_was_withdrawn_at_the_gate_stops_the_release(release, registry, store, project):
    """The group's name ends with its project's id."""
    registry.register("Approved", group="models-p-own123def456")
    build = release(models=Models("models-p-own123def456", SOURCE, OWNER))
    registry.denied = True
    with pytest.raises(ReleaseError, match="its owner adds p-abc123def456 to the parameter ModelsDeployedBy of p-own"):
        confirm(registry, Copies(store, project, ACCOUNT), build, "production")
