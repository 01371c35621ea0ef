"""A candidate is recorded once, and a record never changes."""

import datetime
import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from scripts.configuration import Workspace
from scripts.errors import ConfigurationError
from scripts.releases.files import read_releases
from scripts.releases.record import chosen, release
from scripts.releases.store import template_text
from scripts.releases.text_digest import text_digest
from templates.foundations.stage_roles import STAGE_ROLES
from templates.products.deploy import DEPLOY
from tests.checkouts import (
    CANDIDATE,
    VERSION,
    commit,
    git,
    product_file,
    released,
    rendered,
    write_version,
)

PRODUCT = "deploy"


def read(path: Path) -> dict:
    return YAML(typ="safe").load(path.read_text())


def move(record: Path, version: str, template: dict | None = None) -> Path:
    """The record as if it were of another version, perhaps with another template."""
    folder = record.parent.rename(record.parent.with_name(version))
    edited = read(folder / "release.yaml") | {"version": version}
    if template:
        (folder / "template.json").write_text(template_text(template))
        edited["template"] = text_digest(template_text(template))
    with (folder / "release.yaml").open("w") as file:
        YAML().dump(edited, file)
    return folder / "release.yaml"


def test_a_record_tells_what_was_made_of_what_and_when(unrecorded: Workspace) -> None:
    path = released(unrecorded, PRODUCT)
    [item] = rendered(unrecorded, PRODUCT)
    assert path == unrecorded.root / "releases" / PRODUCT / VERSION / "release.yaml"
    assert read(path) == {
        "product": PRODUCT,
        "version": VERSION,
        "title": DEPLOY.title,
        "description": DEPLOY.description,
        "date": datetime.datetime.now(datetime.UTC).date(),
        "commit": git(unrecorded.root, "rev-parse", "HEAD"),
        "template": item.digest,
        "bill_of_materials": text_digest(path.with_name("sbom.cdx.json").read_text()),
        "seeds": item.seeds,
        "templates": item.templates,
        "accepted": [],
    }


def test_a_record_keeps_the_template_and_the_seeds_themselves(unrecorded: Workspace) -> None:
    released(unrecorded, PRODUCT)
    stored = read_releases(unrecorded).of(PRODUCT)[0]
    [item] = rendered(unrecorded, PRODUCT)
    assert stored.template_text == item.template
    digest = stored.seeds["model-deploy"]
    assert read_releases(unrecorded).archive("model-deploy", digest) == item.archives[0]
    kept = unrecorded.root / "releases" / "seeds" / f"model-deploy-{digest[:12]}.zip"
    assert kept.read_bytes() == item.archives[0].content


def test_a_record_pins_and_keeps_the_template_that_a_launch_asks_stages_for(unrecorded: Workspace) -> None:
    released(unrecorded, PRODUCT)
    stored = read_releases(unrecorded).of(PRODUCT)[0]
    digest = stored.templates["stage-roles"]
    kept = unrecorded.releases_folder / "stages" / f"stage-roles-{digest[:12]}.json"
    roles = stored.template["Resources"]["StagingRoles"]["Properties"]
    assert f"/stages/{digest}.json" in str(roles["TemplateUrl"])
    assert (
        read_releases(unrecorded).stage_template("stage-roles", digest).text == kept.read_text() == STAGE_ROLES.render()
    )
    kept.write_text(kept.read_text() + " ")
    with pytest.raises(ConfigurationError, match=rf"releases/stages/stage-roles-{digest[:12]}\.json: missing, or not"):
        read_releases(unrecorded).stage_template("stage-roles", digest)


def test_a_product_that_only_trains_pins_no_template_for_stages(unrecorded: Workspace) -> None:
    released(unrecorded, "build-train")
    assert read_releases(unrecorded).of("build-train")[0].templates == {}


def test_a_release_takes_the_suffix_off_the_version(unrecorded: Workspace) -> None:
    released(unrecorded, PRODUCT)
    text = product_file(unrecorded.root, PRODUCT).read_text()
    assert f'version="{VERSION}"' in text
    assert CANDIDATE not in text


def test_several_products_are_released_together_from_one_commit(unrecorded: Workspace) -> None:
    paths = release(unrecorded, rendered(unrecorded, "build-train", PRODUCT))
    assert len({read(path)["commit"] for path in paths}) == 1
    assert set(read_releases(unrecorded).by_product) == {"build-train", PRODUCT}


def test_the_same_version_is_not_recorded_twice(unrecorded: Workspace) -> None:
    path = released(unrecorded, PRODUCT)
    write_version(unrecorded.root, PRODUCT, CANDIDATE)
    (unrecorded.seeds_folder / "model-deploy" / "NEW.md").write_text("new")
    commit(unrecorded.root)
    before = path.read_bytes(), path.with_name("template.json").read_bytes()
    with pytest.raises(
        ConfigurationError, match=rf"templates/products/deploy\.py:\d+: deploy {CANDIDATE} is a candidate for {VERSION}"
    ) as caught:
        released(unrecorded, PRODUCT)
    assert "write 1.1.0.dev; a record never changes" in caught.value.hint
    assert (path.read_bytes(), path.with_name("template.json").read_bytes()) == before


def test_what_is_not_committed_is_not_recorded(unrecorded: Workspace) -> None:
    (unrecorded.seeds_folder / "model-deploy" / "NEW.md").write_text("new")
    with pytest.raises(ConfigurationError, match=r"seedcode/model-deploy/NEW\.md: not committed"):
        released(unrecorded, PRODUCT)
    assert not unrecorded.releases_folder.exists()


def test_a_file_that_git_ignores_is_in_no_record(unrecorded: Workspace) -> None:
    seed = unrecorded.seeds_folder / "model-deploy"
    (unrecorded.root / ".git" / "info" / "exclude").write_text("*.key\n.env\n")
    for name in ("own.key", ".env"):
        (seed / name).write_text("planted, and secret")
    assert released(unrecorded, PRODUCT).is_file()
    archives = list((unrecorded.releases_folder / "seeds").glob("model-deploy-*.zip"))
    assert archives
    assert not any(b"planted, and secret" in path.read_bytes() for path in archives)


def test_a_version_below_the_newest_is_refused(unrecorded: Workspace) -> None:
    move(released(unrecorded, PRODUCT), "999.0.0")
    commit(unrecorded.root)
    with pytest.raises(ConfigurationError, match=r"comes before 999\.0\.0"):
        released(unrecorded, PRODUCT)


def test_a_version_that_would_drop_a_bucket_of_existing_projects_needs_consent(unrecorded: Workspace) -> None:
    path = released(unrecorded, PRODUCT)
    template = json.loads(path.with_name("template.json").read_text())
    template["Resources"]["OldBucket"] = {"Type": "AWS::S3::Bucket", "Properties": {}}
    move(path, "0.0.1", template)
    commit(unrecorded.root)
    with pytest.raises(ConfigurationError, match="OldBucket would be dropped") as caught:
        released(unrecorded, PRODUCT)
    assert "ACCEPT=OldBucket" in caught.value.hint
    assert [found.version for found in read_releases(unrecorded).of(PRODUCT)] == ["0.0.1"]
    accepted = released(unrecorded, PRODUCT, frozenset({"OldBucket"}))
    assert read(accepted)["accepted"] == ["OldBucket"]


def test_nothing_is_written_when_one_of_several_products_is_refused(unrecorded: Workspace) -> None:
    released(unrecorded, PRODUCT)
    commit(unrecorded.root)
    with pytest.raises(ConfigurationError, match="which is recorded already"):
        release(unrecorded, rendered(unrecorded, "build-train", PRODUCT))
    assert set(read_releases(unrecorded).by_product) == {PRODUCT}


def test_an_archive_of_the_same_name_with_another_content_is_not_overwritten(unrecorded: Workspace) -> None:
    [item] = rendered(unrecorded, PRODUCT)
    path = unrecorded.releases_folder / "seeds" / f"model-deploy-{item.seeds['model-deploy'][:12]}.zip"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"other")
    commit(unrecorded.root)
    with pytest.raises(ConfigurationError, match="not what was recorded"):
        released(unrecorded, PRODUCT)
    assert path.read_bytes() == b"other"


def test_guidance_keeps_what_people_wrote(unrecorded: Workspace) -> None:
    path = unrecorded.releases_folder / "guidance.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("# ours\nguidance:\n  deploy:\n    0.0.1: deprecated # too slow\n")
    released(unrecorded, PRODUCT)
    assert "# ours" in path.read_text()
    assert "0.0.1: deprecated # too slow" in path.read_text()
    assert read_releases(unrecorded).guidance["deploy"] == {"0.0.1": "deprecated", VERSION: "current"}


def test_without_a_name_all_candidates_are_released(unrecorded: Workspace) -> None:
    items = (*rendered(unrecorded, "build-train", version="1.0.0"), *rendered(unrecorded, "deploy"))
    assert [item.product.name for item in chosen(items, None)] == ["deploy"]


def test_a_version_without_the_suffix_is_no_candidate(unrecorded: Workspace) -> None:
    with pytest.raises(ConfigurationError, match=r"deploy\.py:\d+: deploy 1\.0\.0 is no candidate"):
        chosen(rendered(unrecorded, PRODUCT, version="1.0.0"), PRODUCT)


def test_an_unknown_product_is_answered_with_the_nearest(unrecorded: Workspace) -> None:
    with pytest.raises(ConfigurationError) as caught:
        chosen(rendered(unrecorded), "deplyo")
    assert caught.value.hint == "did you mean `deploy`?"
