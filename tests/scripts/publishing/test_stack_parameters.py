"""The parameters of the stacks and StackSets that a publish makes: CloudFormation takes none that a template lacks."""

import json
import re

import pytest

from scripts.configuration import Workspace
from scripts.publishing.catalog_template import FoundationTemplates
from scripts.publishing.compose import desired_state, publisher_stack
from scripts.publishing.desired import Desired, StackSet
from scripts.releases.candidates import with_candidates
from scripts.releases.files import read_releases
from scripts.releases.render import render_products
from templates import names


@pytest.fixture
def state(workspace: Workspace) -> Desired:
    settings = workspace.environment("sandbox")
    rendered = render_products(workspace)
    portfolios = workspace.portfolios(settings, [item.product.name for item in rendered])
    releases = with_candidates(read_releases(workspace), rendered, settings, portfolios)
    return desired_state(settings, portfolios, releases, FoundationTemplates())


def _target(state: Desired) -> StackSet:
    return next(stack_set for stack_set in state.stack_sets if stack_set.name == names.TARGET_STACK_SET)


def test_every_stack_gets_parameters_that_its_template_has_and_all_it_needs(
    workspace: Workspace, state: Desired
) -> None:
    publisher = publisher_stack(workspace.environment("sandbox"), FoundationTemplates())
    regional = [stack for region in state.regions for stack in (region.asset_stack, region.catalog)]
    stacks = [publisher, state.roles, *regional, *state.stack_sets]
    for stack in stacks:
        declared = json.loads(stack.template).get("Parameters", {})
        needed = {name for name, definition in declared.items() if "Default" not in definition}
        assert needed <= set(stack.parameters) <= set(declared), stack.name


def test_accounts_of_stages_let_in_the_units_of_development_accounts_wherever_they_are(state: Desired) -> None:
    paths = _target(state).parameters["DevelopmentPaths"]
    pattern = json.loads(_target(state).template)["Parameters"]["DevelopmentPaths"]["AllowedPattern"]
    assert paths == "o-sandbox0001/*/ou-sand-mlops001/*"
    assert all(re.fullmatch(pattern, path) for path in paths.split(","))


def test_accounts_of_stages_take_templates_of_the_catalogs_own_buckets_alone(state: Desired) -> None:
    """Each bucket by its whole name: one whose name only begins like it may be anybody's."""
    given = _target(state).parameters["StageTemplates"]
    assert given == f"https://{state.regions[0].bucket}.s3.us-east-1.amazonaws.com/stages/*"
    (asset,) = [asset for asset in state.regions[0].assets if asset.key.startswith("stages/")]
    deploying = [release for release in state.releases if release.templates]
    assert {release.product for release in deploying} == {"deploy", "build-train-deploy"}
    for release in deploying:
        assert asset.key == f"stages/{release.templates['stage-roles']}.json"
        assert asset.key in release.template_text
