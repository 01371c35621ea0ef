"""Which version is released, and what it is made of."""

import pytest

from deployment.registry import describe, resolve
from deployment.settings import ReleaseError
from memory import GROUP


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
    with pytest.raises(ReleaseError, match=message):
        resolve(registry, GROUP, asked)


def test_a_version_of_another_group_is_refused(registry):
    other = registry.register("Approved", group="other")
    with pytest.raises(ReleaseError, match="belongs to the group other"):
        resolve(registry, GROUP, other)


@pytest.mark.parametrize("digest", ["", "abc", "../../etc"])
def test_a_version_without_a_digest_is_refused(registry, digest):
    package = registry.register("Approved", model_sha256=digest)
    with pytest.raises(ReleaseError, match="records no model_sha256"):
        _ = describe(registry, package).digest


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda containers: containers.append(containers[0]), "has 2 containers"),
        (lambda containers: containers[0].update(ModelDataSource={}), "a container with ModelDataSource"),
        (lambda containers: containers[0].pop("ModelDataUrl"), "no ModelDataUrl"),
    ],
)
def test_a_model_that_the_template_cannot_spell_out_is_refused(registry, change, said):
    package = registry.register("Approved")
    change(registry.packages[package]["InferenceSpecification"]["Containers"])
    with pytest.raises(ReleaseError, match=said):
        describe(registry, package)


DIGEST = f"sha256:{'0a' * 32}"


@pytest.mark.parametrize(
    ("image", "digest", "released"),
    [
        ("host/team/model:1", DIGEST, f"host/team/model@{DIGEST}"),
        ("host:5000/model", DIGEST, f"host:5000/model@{DIGEST}"),
        (f"host/model@{DIGEST}", DIGEST, f"host/model@{DIGEST}"),
        ("host/model:1", "", "host/model:1"),
        ("host/model:1", "0123456789abcdef", "host/model:1"),
    ],
)
def test_the_image_is_the_one_that_was_registered_though_its_tag_was_moved(registry, image, digest, released):
    package = registry.register("Approved")
    registry.packages[package]["InferenceSpecification"]["Containers"][0].update(Image=image, ImageDigest=digest)
    assert describe(registry, package).container["Image"] == released


def test_an_image_with_two_digests_is_refused(registry):
    package = registry.register("Approved")
    named = {"Image": f"host/model@sha256:{'1b' * 32}", "ImageDigest": DIGEST}
    registry.packages[package]["InferenceSpecification"]["Containers"][0].update(named)
    with pytest.raises(ReleaseError, match="register it with one of them"):
        describe(registry, package)
