"""Composes the StackSets of an environment: roles and settings of its spokes, and roles of its stage accounts."""

from collections.abc import Iterator

from scripts.configuration import Environment, Network, StageNetwork, StageNetworks
from scripts.publishing.catalog_template import FoundationTemplates
from scripts.publishing.desired import Override, StackSet, asset_url
from templates import names


def compose_stack_sets(environment: Environment, foundations: FoundationTemplates) -> tuple[StackSet, ...]:
    """Those that have units; the roles of an account come before what needs them."""
    every = (*_spokes(environment, foundations), *_targets(environment, foundations))
    return tuple(stack_set for stack_set in every if stack_set.units)


def account_parameters(environment: Environment) -> dict[str, str]:
    """The parameters of the roles and the settings of an account that launches products."""
    return {
        "OrganizationId": environment.organization,
        "HubAccount": environment.hub.account,
        "AssetSuffix": environment.asset_suffix,
    }


def _spokes(environment: Environment, foundations: FoundationTemplates) -> Iterator[StackSet]:
    units = {name: environment.units[name] for name in environment.spokes}
    yield StackSet(
        names.SPOKE_ROLES_STACK,
        "spoke roles",
        foundations.spoke_roles,
        role_parameters(environment),
        units,
        regions=(environment.home_region,),
    )
    yield StackSet(
        names.SPOKE_SETTINGS_STACK_SET,
        "spoke settings",
        _settings_template(environment, foundations),
        _settings_parameters(environment),
        units,
        regions=tuple(environment.hub.regions),
        after=(names.SPOKE_ROLES_STACK,),
        overrides=_account_networks(environment),
    )


def role_parameters(environment: Environment) -> dict[str, str]:
    """Those of an account's roles. Who may approve is one list: a trust policy takes those of its own account."""
    principals = [f"arn:{environment.partition}:iam::*:{name}" for name in environment.settings.approvers]
    return account_parameters(environment) | {
        "ApproverPrincipals": ",".join(principals) or names.NONE,
        "ApproverMfa": "yes" if environment.settings.approver_mfa else "no",
    }


def _targets(environment: Environment, foundations: FoundationTemplates) -> Iterator[StackSet]:
    units = {name: environment.units[name] for name in environment.targets}
    yield StackSet(
        names.TARGET_STACK_SET,
        "target roles",
        foundations.target,
        _target_parameters(environment),
        units,
        regions=(environment.home_region,),
    )
    yield StackSet(
        names.TARGET_CLEANUP_STACK_SET,
        "target clean-up",
        foundations.target_cleanup,
        {},
        units,
        regions=tuple(environment.hub.regions),
        after=(names.TARGET_STACK_SET,),
    )


def _target_parameters(environment: Environment) -> dict[str, str]:
    """CloudFormation takes no parameter that the template lacks.

    A path is that of a unit wherever it is in the tree, and of all units below it: IAM User Guide, "AWS global
    condition context keys", aws:PrincipalOrgPaths.
    """
    units = sorted(environment.units[name] for name in environment.spokes)
    addresses = (
        asset_url(environment.asset_bucket(region), region, f"{names.STAGE_TEMPLATE_PREFIX}*")
        for region in environment.hub.regions
    )
    return {
        "OrganizationId": environment.organization,
        "DevelopmentPaths": ",".join(f"{environment.organization}/*/{unit}/*" for unit in units),
        "StageTemplates": ",".join(addresses),
    }


def _settings_parameters(environment: Environment) -> dict[str, str]:
    return {
        **account_parameters(environment),
        "StagingAccount": environment.stages.staging,
        "ProductionAccount": environment.stages.production,
        "NotificationAddress": environment.settings.notification_address or names.NONE,
        "PackageIndex": environment.settings.package_index or names.NONE,
        **_network(None),
    }


def _settings_template(environment: Environment, foundations: FoundationTemplates) -> str:
    """The networks of regions are in the template: an account that joins later gets no overridden parameters.

    CloudFormation User Guide, "Enable or disable automatic deployments for StackSets".
    """
    networks, stages = environment.networks, environment.settings.stage_networks
    studio = networks | environment.settings.studio_networks
    values = {
        region: _network(networks.get(region)) | _studio(studio.get(region)) | _stage_networks(stages.get(region))
        for region in environment.hub.regions
    }
    return foundations.settings_of(values) if studio or stages else foundations.spoke_settings


def _account_networks(environment: Environment) -> tuple[Override, ...]:
    return tuple(
        Override(account, region, _network(network))
        for account, by_region in sorted(environment.settings.account_networks.items())
        for region, network in sorted(by_region.items())
    )


def _network(network: Network | None) -> dict[str, str]:
    """The network parameters of the spoke settings: where builds and jobs run."""
    return {
        "VpcId": network.vpc if network else names.NONE,
        "Subnets": ",".join(network.subnets) if network else names.NONE,
        "SecurityGroups": ",".join(network.security_groups) if network else names.NONE,
    }


def _studio(network: Network | None) -> dict[str, str]:
    """Where Studio domains are."""
    return {f"Studio{name}": value for name, value in _network(network).items()}


def _stage_networks(networks: StageNetworks | None) -> dict[str, str]:
    """Where models run in the accounts of the stages."""
    of = networks or StageNetworks()
    return _stage_network("Staging", of.staging) | _stage_network("Production", of.production)


def _stage_network(stage: str, network: StageNetwork | None) -> dict[str, str]:
    return {
        f"{stage}Subnets": ",".join(network.subnets) if network else names.NONE,
        f"{stage}SecurityGroups": ",".join(network.security_groups) if network else names.NONE,
    }
