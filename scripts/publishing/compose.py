"""Composes the desired state from an environment, its portfolios and the releases."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from scripts.configuration import Environment, Portfolio
from scripts.configuration.environment import Network
from scripts.publishing.catalog_template import FoundationTemplates
from scripts.publishing.desired import (
    Asset,
    Desired,
    Override,
    Region,
    Sharing,
    Stack,
    StackSet,
    asset_url,
    template_key,
)
from scripts.publishing.partition_actions import require_actions
from scripts.releases.store import Release, Releases
from templates import names


def desired_state(
    environment: Environment, portfolios: tuple[Portfolio, ...], releases: Releases, foundations: FoundationTemplates
) -> Desired:
    """What should be in AWS after a publish to `environment`; pure but for reading stored seed archives.

    Raises ConfigurationError when a product cannot work in the environment's partition.
    """
    return _Composition(environment, portfolios, releases, foundations).desired


def publisher_stack(environment: Environment, foundations: FoundationTemplates) -> Stack:
    """The stack of the role that publishes; an administrator of the hub deploys it, once."""
    own = {"OrganizationId": environment.organization, "AssetSuffix": environment.asset_suffix}
    return Stack(names.PUBLISHER_STACK, environment.home_region, foundations.publisher, own)


@dataclass(frozen=True)
class _Composition:
    environment: Environment
    portfolios: tuple[Portfolio, ...]
    releases: Releases
    foundations: FoundationTemplates

    @property
    def desired(self) -> Desired:
        roles = self.foundations.spoke_roles
        return Desired(
            account=self.environment.hub.account,
            roles=Stack(names.SPOKE_ROLES_STACK, self.environment.home_region, roles, self.account_parameters),
            regions=tuple(self.region(name) for name in self.environment.hub.regions),
            stack_sets=self.stack_sets,
            sharing=tuple(self.sharing(portfolio) for portfolio in self.portfolios),
            guidance={(item.product, item.version): self.releases.guidance_of(item) for item in self.published},
            releases=self.published,
            launch_roles=tuple(sorted({portfolio.launch_role for portfolio in self.portfolios})),
        )

    @cached_property
    def published(self) -> tuple[Release, ...]:
        """Every release of every product that is in a portfolio."""
        products = sorted({product for portfolio in self.portfolios for product in portfolio.products})
        releases = tuple(release for product in products for release in self.releases.of(product))
        require_actions(self.environment.partition, releases)
        return releases

    @property
    def account_parameters(self) -> dict[str, str]:
        return {
            "OrganizationId": self.environment.organization,
            "HubAccount": self.environment.hub.account,
            "AssetSuffix": self.environment.asset_suffix,
        }

    @property
    def settings_parameters(self) -> dict[str, str]:
        return {
            **self.account_parameters,
            "StagingAccount": self.environment.stages.staging,
            "ProductionAccount": self.environment.stages.production,
            "NotificationAddress": self.environment.settings.notification_address or "none",
            "PackageIndex": self.environment.settings.package_index or "none",
            **_network(None),
        }

    @property
    def settings_template(self) -> str:
        """The networks of regions are in the template: an account that joins later gets no overridden parameters.

        CloudFormation User Guide, "Enable or disable automatic deployments for StackSets".
        """
        networks = self.environment.networks
        values = {region: _network(networks.get(region)) for region in self.environment.hub.regions}
        return self.foundations.settings_of(values) if networks else self.foundations.spoke_settings

    @property
    def account_networks(self) -> tuple[Override, ...]:
        networks = self.environment.settings.account_networks
        return tuple(
            Override(account, region, _network(network))
            for account, by_region in sorted(networks.items())
            for region, network in sorted(by_region.items())
        )

    @cached_property
    def stack_sets(self) -> tuple[StackSet, ...]:
        environment, texts = self.environment, self.foundations
        spokes = {name: environment.units[name] for name in environment.spokes}
        targets = {name: environment.units[name] for name in environment.targets}
        home, everywhere = (environment.home_region,), tuple(environment.hub.regions)
        account, settings = self.account_parameters, self.settings_parameters
        every = (
            StackSet(names.SPOKE_ROLES_STACK, "spoke roles", texts.spoke_roles, account, spokes, home),
            StackSet(
                names.SPOKE_SETTINGS_STACK_SET,
                "spoke settings",
                self.settings_template,
                settings,
                spokes,
                everywhere,
                after=(names.SPOKE_ROLES_STACK,),
                overrides=self.account_networks,
            ),
            StackSet(names.TARGET_STACK_SET, "target roles", texts.target, account, targets, home),
            StackSet(
                names.TARGET_CLEANUP_STACK_SET,
                "target clean-up",
                texts.target_cleanup,
                {},
                targets,
                everywhere,
                after=(names.TARGET_STACK_SET,),
            ),
        )
        return tuple(stack_set for stack_set in every if stack_set.units)

    def sharing(self, portfolio: Portfolio) -> Sharing:
        units = {name: self.environment.units[name] for name in portfolio.share_with}
        patterns = tuple(f"arn:{self.environment.partition}:iam:::{principal}" for principal in portfolio.principals)
        return Sharing(portfolio.portfolio, units, patterns)

    def region(self, name: str) -> Region:
        bucket = self.environment.asset_bucket(name)
        urls = {
            (item.product, item.version): asset_url(bucket, name, template_key(item.template_text))
            for item in self.published
        }
        catalog = self.foundations.catalog(self.portfolios, self.published, urls)
        own = {
            "OrganizationId": self.environment.organization,
            "AssetSuffix": self.environment.asset_suffix,
        }
        return Region(
            name=name,
            bucket=bucket,
            asset_stack=Stack(names.HUB_ASSETS_STACK, name, self.foundations.hub_assets, own),
            catalog=Stack(names.CATALOG_STACK, name, catalog, {}),
            assets=(*self.archives, *self.templates, _template(f"catalog of {name}", catalog)),
        )

    @cached_property
    def archives(self) -> tuple[Asset, ...]:
        seeds = sorted({item for release in self.published for item in release.seeds.items()})
        archives = [self.releases.archive(seed, digest) for seed, digest in seeds]
        return tuple(Asset(item.key, item.content, f"seed {item.seed}@{item.digest[:4]}") for item in archives)

    @cached_property
    def templates(self) -> tuple[Asset, ...]:
        products = {f"{item.product} {item.version}": item.template_text for item in self.published}
        foundations = {stack_set.title: stack_set.template for stack_set in self.stack_sets}
        return _templates({**products, **foundations}.items())


def _network(network: Network | None) -> dict[str, str]:
    """The network parameters of the spoke settings: where builds and jobs run."""
    return {
        "VpcId": network.vpc if network else "none",
        "Subnets": ",".join(network.subnets) if network else "none",
        "SecurityGroups": ",".join(network.security_groups) if network else "none",
    }


def _templates(named: Iterable[tuple[str, str]]) -> tuple[Asset, ...]:
    return tuple(_template(title, text) for title, text in named)


def _template(title: str, text: str) -> Asset:
    return Asset(template_key(text), text.encode(), title)
