"""One run of a verb: the environment, its desired state, and the hub that the credentials reach."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from scripts.aws.account import Account
from scripts.aws.publishing.hub import Hub
from scripts.aws.publishing.organization import is_suspended
from scripts.aws.publishing.spokes import fingerprint, read_spokes
from scripts.aws.publishing.stack_set_failures import left_out_sentences
from scripts.configuration import Workspace
from scripts.publishing.catalog_template import FoundationTemplates
from scripts.publishing.changes import Change
from scripts.publishing.compose import desired_state
from scripts.publishing.plan import plan
from scripts.publishing.stage_roles import stage_problems
from scripts.publishing.verify import Verification, verify
from scripts.releases.candidates import with_candidates
from scripts.releases.files import read_releases
from scripts.releases.render import render_products
from templates import names

if TYPE_CHECKING:
    from scripts.publishing.desired import Desired


class Session:
    """Configuration is read and checked before the first call to AWS."""

    def __init__(self, workspace: Workspace, environment: str) -> None:
        self.environment = workspace.environment(environment)
        recorded = read_releases(workspace)
        rendered = render_products(workspace)
        products = {*(item.product.name for item in rendered), *recorded.by_product}
        self.portfolios = workspace.portfolios(self.environment, sorted(products))
        releases = with_candidates(recorded, rendered, self.environment, self.portfolios)
        self.desired: Desired = desired_state(self.environment, self.portfolios, releases, FoundationTemplates())
        self.account = Account(home=self.environment.home_region)

    @cached_property
    def hub(self) -> Hub:
        """The hub account.

        Raises CredentialsError when the credentials belong to another one.
        """
        return Hub(self.account, self.desired)

    @property
    def header(self) -> str:
        regions = ", ".join(self.environment.hub.regions)
        return f"{self.desired.account} · {regions} · environment {self.environment.environment}"

    @property
    def projects(self) -> tuple[str, ...]:
        """The products that make projects, in the order of the portfolios."""
        projects = {release.product for release in self.desired.releases if release.makes_project}
        return tuple(name for portfolio in self.portfolios for name in portfolio.products if name in projects)

    def plan(self) -> tuple[Change, ...]:
        """What a publish would change."""
        return plan(self.desired, self.hub.find())

    def verify(self) -> Verification:
        """What every account of the spoke roles' StackSet sees, except those that are suspended or left out."""
        stack_set = self.hub.stack_sets.find(self.desired.roles.name)
        instances = stack_set.instances if stack_set else ()
        accounts = sorted({instance.account for instance in instances if not instance.left_out})
        names = self.desired.launch_roles
        own = {name: fingerprint(self.account, (self.desired.account,), name) for name in names}
        places = [(account, region) for account in accounts for region in self.desired.regions]
        readings = read_spokes(self.account, places, names)
        unreadable = sorted({reading.account for reading in readings if reading.problem})
        suspended = {account for account in unreadable if is_suspended(self.account, account)}
        read = [reading for reading in readings if reading.account not in suspended]
        not_read = (f"{account} is suspended and was not read" for account in sorted(suspended))
        verification = verify(self.desired, own, read)
        problems = (*verification.problems, *self._stage_problems())
        return replace(verification, problems=problems, notes=(*left_out_sentences(instances), *not_read))

    def _stage_problems(self) -> Iterator[str]:
        stages = self.environment.stages.model_dump()
        return stage_problems(stages, self.hub.stack_sets.find(names.TARGET_STACK_SET))
