"""The platform team of a rehearsal: an engineer who launches what Studio needs, and an administrator of the account."""

from collections.abc import Mapping
from typing import Any

from scripts.aws.account import Account
from scripts.aws.stacks import apply_stack
from scripts.aws.studio import Studio
from scripts.errors import CatalogError
from scripts.launch import LaunchedProject, LaunchRequest, launch
from scripts.publishing.desired import Stack
from templates import names
from templates.foundations.team import TEAM_ROLES
from templates.product import compact


class PlatformTeam:
    """One region, under a role that sees the portfolio, and under one that administers the account."""

    def __init__(self, engineer: Account, administrator: Account, region: str) -> None:
        self.region = region
        self.studio = Studio(engineer, region)
        self.projects: Any = engineer.sagemaker(region)
        self.sagemaker: Any = administrator.sagemaker(region)
        self.stacks = administrator.cloudformation(region)

    def launch(self, request: LaunchRequest) -> LaunchedProject:
        return launch(request, self.studio, lambda _: None)

    def refusal_to_launch(self, request: LaunchRequest) -> str:
        """Why nothing was launched; what is left of the launch is ended. Empty if it was launched."""
        try:
            self.launch(request)
        except CatalogError as error:
            self.end(request.name)
            return error.problem
        return ""

    def end(self, name: str) -> None:
        self.studio.console.terminate(name)

    def refusal_to_end(self, name: str) -> str:
        """Why a product was not ended; empty if it was."""
        try:
            self.end(name)
        except CatalogError as error:
            return error.problem
        return ""

    def enable_projects(self) -> str:
        """The status afterwards: what no template can do, and what the output of the domain says."""
        self.projects.enable_sagemaker_servicecatalog_portfolio()
        return self.projects.get_sagemaker_servicecatalog_portfolio_status()["Status"]

    def set_up(self, team: str) -> None:
        """The stack of a team's roles, as the administrator of the account deploys it."""
        name = f"{names.PREFIX}-team-{team}"
        stack = Stack(name, self.region, compact(TEAM_ROLES.build()), {"Team": team})
        apply_stack(self.stacks, stack, None, lambda: None)

    def domain(self, identifier: str) -> Mapping[str, Any]:
        """As SageMaker describes it."""
        return self.sagemaker.describe_domain(DomainId=identifier)

    def profile(self, domain: str, name: str) -> Mapping[str, Any]:
        return self.sagemaker.describe_user_profile(DomainId=domain, UserProfileName=name)
