"""Only models whose owner agreed are released, and only files where the owner stores them."""

from dataclasses import replace

import pytest

from deployment.outcome import LONGEST
from deployment.settings import Models, ReleaseError
from memory import BUCKET, GROUP, SOURCE


@pytest.mark.parametrize("prefix", ["", "models/", "executions/"])
def test_without_consent_the_sentence_says_who_has_to_do_what(release, registry, store, prefix):
    registry.register("Approved")
    store.denied = (f"s3://{SOURCE}/{prefix}",)
    with pytest.raises(ReleaseError) as caught:
        release()
    text = str(caught.value)
    assert "its owner adds p-abc123def456 to the parameter ModelsDeployedBy of p-own123def456" in text
    assert "in Studio: Projects, Update" in text
    assert len(text) < LONGEST


@pytest.mark.parametrize("version", ["newest", "chosen"])
def test_a_registry_without_consent_says_the_same(release, registry, run, version):
    package = registry.register("Approved")
    registry.denied = True
    with pytest.raises(ReleaseError, match="its owner adds p-abc123def456 to the parameter ModelsDeployedBy of p-own"):
        release(run=replace(run, model_package_arn=package) if version == "chosen" else run)


def test_a_project_needs_no_consent_of_its_own(release, registry, store):
    registry.register("Approved")
    store.denied = (f"s3://{SOURCE}/models/",)
    with pytest.raises(ReleaseError, match="does not exist, or its policy denies it"):
        release(models=Models(GROUP, SOURCE, "p-abc123def456"))


@pytest.mark.parametrize(
    "uri",
    [
        f"s3://{BUCKET}/models/1/model.tar.gz",
        f"s3://{SOURCE}/data/people.csv",
        f"s3://{SOURCE}/executions/1/model.tar.gz",
        f"https://{SOURCE}/models/1/model.tar.gz",
    ],
)
def test_a_file_from_another_place_is_not_released(release, registry, store, uri):
    package = registry.register("Approved")
    store.objects[uri] = store.objects[registry.file(package)]
    registry.packages[package]["InferenceSpecification"]["Containers"][0]["ModelDataUrl"] = uri
    with pytest.raises(ReleaseError, match=f"is not below s3://{SOURCE}/models/"):
        release()


def test_golden_requests_from_another_place_are_not_read(release, registry, store):
    uri = f"s3://{SOURCE}/data/people.json"
    store.objects[uri] = b'{"requests": []}'
    registry.register("Approved", golden_requests=uri)
    with pytest.raises(ReleaseError, match=f"is not below s3://{SOURCE}/executions/"):
        release()
