"""The parameters of the stacks and StackSets that a publish makes: CloudFormation takes none that a template lacks."""

import json

from scripts.configuration import Workspace
from scripts.publishing.catalog_template import FoundationTemplates
from scripts.publishing.compose import desired_state, publisher_stack
from scripts.releases.candidates import with_candidates
from scripts.releases.files import read_releases
from scripts.releases.render import render_products


def test_every_stack_gets_parameters_that_its_template_has_and_all_it_needs(workspace: Workspace) -> None:
    settings = workspace.environment("sandbox")
    rendered = render_products(workspace)
    portfolios = workspace.portfolios(settings, [item.product.name for item in rendered])
    releases = with_candidates(read_releases(workspace), rendered, settings, portfolios)
    foundations = FoundationTemplates()
    state = desired_state(settings, portfolios, releases, foundations)
    regional = [stack for region in state.regions for stack in (region.asset_stack, region.catalog)]
    stacks = [publisher_stack(settings, foundations), state.roles, *regional, *state.stack_sets]
    for stack in stacks:
        declared = json.loads(stack.template).get("Parameters", {})
        needed = {name for name, definition in declared.items() if "Default" not in definition}
        assert needed <= set(stack.parameters) <= set(declared), stack.name
