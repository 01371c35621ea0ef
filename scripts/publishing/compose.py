"""Composes the desired state from an environment, its portfolios and the releases."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from scripts.configuration import Environment, Portfolio
from scripts.publishing.catalog_template import FoundationTemplates
from scripts.publishing.desired import (
    Asset,
    Desired,
    Region,
    Sharing,
    Stack,
    StackSet,
    asset_url,
    template_key,
)
from scripts.publishing.partition_actions import require_actions
from scripts.publishing.stack_set_composition import compose_stack_sets, role_parameters
from scripts.releases.archives import SeedArchive
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
            roles=Stack(
                names.SPOKE_ROLES_STACK, self.environment.home_region, roles, role_parameters(self.environment)
            ),
            regions=tuple(self.region(name) for name in self.environment.hub.regions),
            stack_sets=self.stack_sets,
            sharing=tuple(self.sharing(portfolio) for portfolio in self.portfolios),
            guidance={(item.product, item.version): self.releases.guidance_of(item) for item in self.published},
            releases=self.published,
            launch_roles=tuple(sorted(set(self.launch_roles))),
        )

    @cached_property
    def published(self) -> tuple[Release, ...]:
        """Every release of every product that is in a portfolio."""
        products = sorted({product for portfolio in self.portfolios for product in portfolio.products})
        releases = tuple(release for product in products for release in self.releases.of(product))
        require_actions(self.environment.partition, releases)
        return releases

    @property
    def launch_roles(self) -> Iterator[str]:
        for portfolio in self.portfolios:
            for product in portfolio.products:
                yield from (portfolio.launch_role or release.launch_role for release in self.releases.of(product))

    @cached_property
    def stack_sets(self) -> tuple[StackSet, ...]:
        return compose_stack_sets(self.environment, self.foundations)

    def sharing(self, portfolio: Portfolio) -> Sharing:
        units = {name: self.environment.units[name] for name in portfolio.share_with}
        patterns = tuple(f"arn:{self.environment.partition}:iam:::{principal}" for principal in portfolio.principals)
        return Sharing(portfolio.portfolio, units, patterns, tuple(portfolio.products))

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
            assets=(*self.archives, *self.stage_templates, *self.templates, _template(f"catalog of {name}", catalog)),
        )

    @cached_property
    def archives(self) -> tuple[Asset, ...]:
        seeds = sorted({item for release in self.published for item in release.seeds.items()})
        archives = [self.releases.archive(seed, digest) for seed, digest in seeds]
        return tuple(Asset(item.key, item.content, _title(item)) for item in archives)

    @cached_property
    def stage_templates(self) -> tuple[Asset, ...]:
        """Of every release: a project that was launched from an old one may be launched or updated again."""
        pinned = sorted({item for release in self.published for item in release.templates.items()})
        found = [self.releases.stage_template(name, digest) for name, digest in pinned]
        return tuple(Asset(item.key, item.text.encode(), f"{item.name}@{item.digest[:4]}") for item in found)

    @cached_property
    def templates(self) -> tuple[Asset, ...]:
        products = {f"{item.product} {item.version}": item.template_text for item in self.published}
        foundations = {stack_set.title: stack_set.template for stack_set in self.stack_sets}
        return _templates({**products, **foundations}.items())


def _title(archive: SeedArchive) -> str:
    kind = "code" if archive.seed == names.RELEASE_CODE else "seed"
    return f"{kind} {archive.seed}@{archive.digest[:4]}"


def _templates(named: Iterable[tuple[str, str]]) -> tuple[Asset, ...]:
    return tuple(_template(title, text) for title, text in named)


def _template(title: str, text: str) -> Asset:
    return Asset(template_key(text), text.encode(), title)
