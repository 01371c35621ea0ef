"""A sandbox is given candidates; every other environment is given what is recorded, and nothing else."""

import pytest

from scripts.configuration import Workspace
from scripts.errors import CatalogError, ConfigurationError
from scripts.publishing.catalog_template import FoundationTemplates
from scripts.publishing.compose import desired_state
from scripts.publishing.desired import Desired
from scripts.releases.candidates import with_candidates
from scripts.releases.files import read_releases
from scripts.releases.versions import published_name
from templates import PRODUCTS
from templates.products.deploy import DEPLOY
from tests.checkouts import CANDIDATE, VERSION, edit, released, rendered


def desired(workspace: Workspace, version: str = CANDIDATE) -> Desired:
    """What the sandbox should hold when all products in the working tree have that version."""
    environment = workspace.environment("sandbox")
    recorded, items = read_releases(workspace), rendered(workspace, version=version)
    portfolios = workspace.portfolios(environment, {*recorded.by_product, *(product.name for product in PRODUCTS)})
    releases = with_candidates(recorded, items, environment, portfolios)
    return desired_state(environment, portfolios, releases, FoundationTemplates())


def make_production(workspace: Workspace) -> None:
    edit(workspace.portfolios_folder / "environments" / "sandbox.yaml", "sandbox: true", "sandbox: false")


def offer(workspace: Workspace, *products: str) -> None:
    path = workspace.portfolios_folder / "mlops-projects.yaml"
    path.write_text(f"{path.read_text().partition('products:')[0]}products: [{', '.join(products)}]\n")


def versions(found: Desired) -> dict[str, set[str]]:
    return {
        product: {item.version for item in found.releases if item.product == product}
        for product in {item.product for item in found.releases}
    }


def test_a_sandbox_is_given_every_candidate_under_a_name_with_its_digest(unrecorded: Workspace) -> None:
    assert versions(desired(unrecorded)) == {
        item.product.name: {published_name(CANDIDATE, item.digest)} for item in rendered(unrecorded)
    }


def test_a_candidates_seed_archives_are_built_and_not_recorded(unrecorded: Workspace) -> None:
    (unrecorded.seeds_folder / "model-deploy" / "README.md").write_text("new")
    [item] = rendered(unrecorded, "deploy")
    assets = {asset.key: asset.content for asset in desired(unrecorded).regions[0].assets}
    assert assets[item.archives[0].key] == item.archives[0].content
    assert not unrecorded.releases_folder.exists()


def test_an_environment_that_is_no_sandbox_refuses_a_candidate_with_what_to_do(unrecorded: Workspace) -> None:
    make_production(unrecorded)
    with pytest.raises(CatalogError, match=r"build_train\.py:\d+: build-train .*\.dev is a candidate, and") as caught:
        desired(unrecorded)
    assert caught.value.exit_code == 2
    assert "make release PRODUCT=build-train" in caught.value.hint


def test_a_candidate_that_no_portfolio_offers_is_no_reason_to_refuse(unrecorded: Workspace) -> None:
    released(unrecorded, "deploy")
    make_production(unrecorded)
    offer(unrecorded, "old-deploy")
    retire(unrecorded)
    assert versions(desired(unrecorded)) == {"old-deploy": {VERSION}}


def retire(workspace: Workspace) -> None:
    """The records of `deploy` become those of a product that is not in `PRODUCTS`."""
    (workspace.releases_folder / "deploy").rename(workspace.releases_folder / "old-deploy")
    record = workspace.releases_folder / "old-deploy" / VERSION / "release.yaml"
    edit(record, "product: deploy", "product: old-deploy")
    edit(record, f"title: {DEPLOY.title}", "title: An old title")
    edit(record, DEPLOY.description, "An old description.")


def test_a_product_that_was_removed_is_offered_from_its_records(unrecorded: Workspace) -> None:
    released(unrecorded, "deploy")
    retire(unrecorded)
    offer(unrecorded, "old-deploy")
    catalog = desired(unrecorded).regions[0].catalog.template
    assert '"Description": "An old description."' in catalog
    assert '"Description": "An old title"' in catalog
    assert DEPLOY.description not in catalog


def test_an_old_version_keeps_its_title_and_the_newest_gives_the_product_its_description(
    unrecorded: Workspace,
) -> None:
    record = released(unrecorded, "deploy")
    edit(record, f"version: {VERSION}", "version: 0.9.0")
    edit(record, f"title: {DEPLOY.title}", "title: An old title")
    edit(record, DEPLOY.description, "An old description.")
    record.parent.rename(record.parent.with_name("0.9.0"))
    offer(unrecorded, "deploy")
    found = desired(unrecorded)
    assert "0.9.0" in versions(found)["deploy"]
    catalog = found.regions[0].catalog.template
    assert '"Description": "An old title"' in catalog
    assert f'"Description": "{DEPLOY.title}"' in catalog
    assert f'"Description": "{DEPLOY.description}"' in catalog
    assert "An old description." not in catalog


def test_a_candidate_for_a_version_that_is_recorded_is_refused(unrecorded: Workspace) -> None:
    released(unrecorded, "deploy")
    with pytest.raises(ConfigurationError, match=f"{CANDIDATE} is a candidate for {VERSION}, which is recorded"):
        desired(unrecorded)


def test_a_record_is_published_as_it_is_and_under_its_own_name(unrecorded: Workspace) -> None:
    released(unrecorded, "deploy")
    make_production(unrecorded)
    offer(unrecorded, "deploy")
    assert versions(desired(unrecorded, VERSION)) == {"deploy": {VERSION}}


def test_a_version_without_suffix_and_record_is_refused(unrecorded: Workspace) -> None:
    with pytest.raises(ConfigurationError, match=r"build_train\.py:\d+: build-train 7\.0\.0 is not recorded") as caught:
        desired(unrecorded, "7.0.0")
    assert caught.value.hint == "write 7.0.0.dev, then run `make release PRODUCT=build-train`"


def test_a_product_that_changed_after_its_release_is_refused_with_the_line_to_edit(unrecorded: Workspace) -> None:
    released(unrecorded, "deploy")
    offer(unrecorded, "deploy")
    (unrecorded.seeds_folder / "model-deploy" / "README.md").write_text("new")
    with pytest.raises(ConfigurationError, match="is recorded with another seed model-deploy") as caught:
        desired(unrecorded, VERSION)
    assert caught.value.hint == "a record never changes: write 1.1.0.dev in that line"


def test_what_is_no_version_is_refused(unrecorded: Workspace) -> None:
    with pytest.raises(ConfigurationError, match=r"`1\.0-dev` is no version"):
        desired(unrecorded, "1.0-dev")
