"""The form of the spoke settings: all that a platform team decides for an account, where `none` leaves a value out."""

from troposphere import Equals, Not, Parameter, Ref

from templates import names, parameters
from templates.foundations.blocks.catalog_parameters import SPOKE_SECTION
from templates.parameter_form import Condition, Field, ParameterForm, Rule, Section

NETWORK_IDS = "^(none|{0}-[0-9a-f]{{8,17}}(,{0}-[0-9a-f]{{8,17}}){{0,15}})$"


def _or_none(title: str, description: str, pattern: str, value: str) -> Parameter:
    return parameters.text(title, description, pattern, f"{value}, or `none`.", Default=names.NONE)


STAGING = _or_none(
    "StagingAccount", "Account that models are deployed to first.", "^(none|[0-9]{12})$", "An account id of 12 digits"
)
PRODUCTION = _or_none(
    "ProductionAccount", "Account that models serve in.", "^(none|[0-9]{12})$", "An account id of 12 digits"
)
ADDRESS = _or_none(
    "NotificationAddress",
    "Email address for failures, approvals and changes of production.",
    r"^(none|[^@\s]+@[^@\s]+\.[^@\s]+)$",
    "An email address",
)
HAS_ADDRESS = Condition("HasNotificationAddress", Not(Equals(Ref(ADDRESS), names.NONE)))
VPC = _or_none("VpcId", "Network for builds and jobs.", "^(none|vpc-[0-9a-f]{8,17})$", "A VPC id")
SUBNETS = _or_none(
    "Subnets", "Subnets for builds and jobs.", NETWORK_IDS.format("subnet"), "Subnet ids with commas between"
)
GROUPS = _or_none(
    "SecurityGroups", "Security groups for builds and jobs.", NETWORK_IDS.format("sg"), "Group ids with commas between"
)

INDEX = _or_none(
    "PackageIndex",
    "Index that builds install Python packages from.",
    r"^(none|https://[^\s@]+)$",
    "An address that starts with https:// and has no password",
)


def _both_or_neither(name: str, one: Parameter, other: Parameter) -> Rule:
    return Rule(
        name,
        when=Not(Equals(Ref(one), names.NONE)),
        must=Not(Equals(Ref(other), names.NONE)),
        otherwise=f"{one.title} needs {other.title}: give both, or `none` for both.",
    )


FORM = ParameterForm(
    conditions=(HAS_ADDRESS,),
    sections=(
        SPOKE_SECTION,
        Section("Stages", (Field(STAGING, "Staging account"), Field(PRODUCTION, "Production account"))),
        Section("Notifications", (Field(ADDRESS, "Notification address"),)),
        Section("Network", (Field(VPC, "VPC"), Field(SUBNETS, "Subnets"), Field(GROUPS, "Security groups"))),
        Section("Packages", (Field(INDEX, "Package index"),)),
    ),
    rules=(
        _both_or_neither("StagingNeedsProduction", STAGING, PRODUCTION),
        _both_or_neither("ProductionNeedsStaging", PRODUCTION, STAGING),
        _both_or_neither("NetworkNeedsSubnets", VPC, SUBNETS),
        _both_or_neither("NetworkNeedsSecurityGroups", VPC, GROUPS),
        _both_or_neither("SubnetsNeedNetwork", SUBNETS, VPC),
        _both_or_neither("SecurityGroupsNeedNetwork", GROUPS, VPC),
    ),
)
