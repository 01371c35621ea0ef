"""A version is released once, and what was released never changes."""

import json
import shutil
from pathlib import Path

import pytest

from scripts.configuration import Workspace
from scripts.errors import ConfigurationError
from scripts.releases.record import release, unreleased
from scripts.releases.render import render_products, require_released
from scripts.releases.store import read_releases, release_path, template_text, text_digest, version_order
from templates import PRODUCTS

PRODUCT = "deploy"
VERSION = next(product.version for product in PRODUCTS if product.name == PRODUCT)


@pytest.fixture
def unpublished(workspace: Workspace) -> Workspace:
    """A checkout in which nothing was released yet."""
    shutil.rmtree(workspace.releases_folder, ignore_errors=True)
    return workspace


def edit(path: Path, **changes: object) -> None:
    record = json.loads(path.read_text())
    path.write_text(json.dumps(record | changes, indent=1))


def test_a_release_keeps_the_template_and_the_seeds_themselves(unpublished: Workspace) -> None:
    release(unpublished, PRODUCT)
    stored = read_releases(unpublished).of(PRODUCT)[0]
    rendered = next(item for item in render_products(unpublished) if item.product.name == PRODUCT)
    assert stored.template_text == rendered.template
    assert read_releases(unpublished).archive("model-deploy", stored.seeds["model-deploy"]) == rendered.archives[0]


def test_what_is_released_is_no_longer_open(unpublished: Workspace) -> None:
    before = set(unreleased(unpublished))
    release(unpublished, PRODUCT)
    assert before - set(unreleased(unpublished)) == {PRODUCT}


def test_the_same_version_is_not_released_twice(unpublished: Workspace) -> None:
    release(unpublished, PRODUCT)
    with pytest.raises(ConfigurationError, match=f"deploy {VERSION} is already released"):
        release(unpublished, PRODUCT)


def test_the_same_version_with_another_content_names_the_line_to_edit(unpublished: Workspace) -> None:
    release(unpublished, PRODUCT)
    (unpublished.seeds_folder / "model-deploy" / "NEW.md").write_text("new")
    with pytest.raises(
        ConfigurationError, match=rf"templates/products/deploy\.py:\d+: deploy {VERSION} is already"
    ) as caught:
        release(unpublished, PRODUCT)
    assert "raise `version` in that line" in caught.value.hint
    only_this = [item for item in render_products(unpublished) if item.product.name == PRODUCT]
    with pytest.raises(ConfigurationError, match="was released with another seed model-deploy"):
        require_released(unpublished, read_releases(unpublished), only_this)


def test_a_version_below_the_newest_is_refused(unpublished: Workspace) -> None:
    path = release(unpublished, PRODUCT)
    edit(path, version="999.0.0")
    path.rename(release_path(unpublished.releases_folder, PRODUCT, "999.0.0"))
    with pytest.raises(ConfigurationError, match=f"{VERSION} comes before 999.0.0"):
        release(unpublished, PRODUCT)


def test_a_version_that_would_drop_a_bucket_of_existing_projects_needs_consent(unpublished: Workspace) -> None:
    path = release(unpublished, PRODUCT)
    record = json.loads(path.read_text())
    record["template"]["Resources"]["OldBucket"] = {"Type": "AWS::S3::Bucket", "Properties": {}}
    _store_as(path, record, "0.0.1")
    with pytest.raises(ConfigurationError, match="OldBucket would be dropped") as caught:
        release(unpublished, PRODUCT)
    assert "ACCEPT=OldBucket" in caught.value.hint
    written = json.loads(release(unpublished, PRODUCT, frozenset({"OldBucket"})).read_text())
    assert written["accepted"] == ["OldBucket"]


def _store_as(path: Path, record: dict, version: str) -> None:
    record |= {"version": version, "digest": text_digest(template_text(record["template"]))}
    path.unlink()
    path.with_name(f"{version}.json").write_text(json.dumps(record))


def test_a_record_that_was_edited_is_noticed(unpublished: Workspace) -> None:
    path = release(unpublished, PRODUCT)
    record = json.loads(path.read_text())
    edit(path, template=record["template"] | {"Description": "another"})
    with pytest.raises(ConfigurationError, match="is not the one that was released"):
        read_releases(unpublished)


def test_an_archive_that_was_changed_is_noticed(unpublished: Workspace) -> None:
    release(unpublished, PRODUCT)
    releases = read_releases(unpublished)
    digest = releases.of(PRODUCT)[0].seeds["model-deploy"]
    (unpublished.releases_folder / "seeds" / "model-deploy" / f"{digest}.zip").write_bytes(b"other")
    with pytest.raises(ConfigurationError, match="missing, or not what was released"):
        releases.archive("model-deploy", digest)


def test_the_index_keeps_what_people_wrote(unpublished: Workspace) -> None:
    index = unpublished.releases_folder / "index.yaml"
    index.parent.mkdir(parents=True)
    index.write_text("# ours\nguidance:\n  deploy:\n    0.0.1: deprecated # too slow\n")
    release(unpublished, PRODUCT)
    assert "# ours" in index.read_text()
    assert "0.0.1: deprecated # too slow" in index.read_text()
    assert read_releases(unpublished).guidance["deploy"] == {"0.0.1": "deprecated", VERSION: "current"}


def test_versions_are_numbers_and_not_words() -> None:
    assert sorted(["1.10.0", "1.9.0", "1.2.10"], key=version_order) == ["1.2.10", "1.9.0", "1.10.0"]
