"""`spoke-settings`: the settings of an account and region, its topic and alerts, and the seeding of repositories."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from troposphere import Equals, FindInMap, GetAtt, If, Not, Output, Parameter, Ref, Sub, Template, ssm

from templates import names, parameters
from templates.arns import boundary_arn
from templates.blocks.console import HOSTS
from templates.foundations.blocks.access_logs import AccessLogBucket, access_log_bucket
from templates.foundations.blocks.alerts import alerts
from templates.foundations.blocks.catalog_parameters import ORGANIZATION, SPOKE_SECTION
from templates.foundations.blocks.notification import Notification, notification
from templates.foundations.blocks.seeding import Seeding, seeding
from templates.parameter_form import Condition, Field, ParameterForm, Rule, Section
from templates.product import Foundation, assemble

TOPIC = "Topic of all projects; its address gets no message until the email that AWS sent to it is confirmed."
DEAD_LETTERS = "Queue of events that the topic did not take: empty, unless something is wrong with topic or key."
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


OWN_NETWORK = Condition("HasOwnNetwork", Not(Equals(Ref(VPC), names.NONE)))
NETWORKS = "Networks"


def build(networks: Mapping[str, Mapping[str, str]] | None = None) -> Template:
    """`networks` holds VpcId, Subnets and SecurityGroups by region; parameters override them for an account."""
    log_bucket = access_log_bucket("AccessLogs", names.access_log_bucket())
    seeds = seeding()
    topic = notification(ADDRESS, HAS_ADDRESS)
    outputs = [
        Output("AccessLogBucket", Description="Bucket with the access logs of projects.", Value=Ref(log_bucket.bucket)),
        Output(
            "SeedingFunctionArn",
            Description="Function that fills repositories.",
            Value=GetAtt(seeds.function.function, "Arn"),
        ),
        Output("NotificationTopicArn", Description=TOPIC, Value=Ref(topic.topic)),
        Output("AlertDeadLettersUrl", Description=DEAD_LETTERS, Value=Ref(topic.dead_letters.queue)),
    ]
    return assemble(
        "Settings and resources that the projects in this account and region share.",
        replace(FORM, conditions=(*FORM.conditions, OWN_NETWORK)) if networks else FORM,
        [log_bucket, seeds, topic, alerts(topic), _settings(log_bucket, seeds, topic, by_region=bool(networks))],
        outputs,
        {**HOSTS, **({NETWORKS: networks} if networks else {})},
    )


def _settings(
    log_bucket: AccessLogBucket, seeds: Seeding, topic: Notification, *, by_region: bool
) -> list[ssm.Parameter]:
    return [
        _setting(parameters.ASSET_BUCKET, Sub(names.asset_bucket())),
        _setting(parameters.ACCESS_LOG_BUCKET, Ref(log_bucket.bucket)),
        _setting(parameters.OWN_ORGANIZATION, Ref(ORGANIZATION)),
        _setting(parameters.PERMISSIONS_BOUNDARY, boundary_arn()),
        _setting(parameters.SEEDING_FUNCTION, GetAtt(seeds.function.function, "Arn")),
        _setting(parameters.NOTIFICATION_TOPIC, Ref(topic.topic)),
        _setting(parameters.VPC, _network_setting(VPC, by_region=by_region)),
        _setting(parameters.SUBNETS, _network_setting(SUBNETS, by_region=by_region), "StringList"),
        _setting(parameters.SECURITY_GROUPS, _network_setting(GROUPS, by_region=by_region), "StringList"),
        _setting(parameters.PACKAGE_INDEX, Ref(INDEX)),
        _setting(parameters.STAGING_ACCOUNT, Ref(STAGING)),
        _setting(parameters.PRODUCTION_ACCOUNT, Ref(PRODUCTION)),
    ]


def _network_setting(parameter: Parameter, *, by_region: bool) -> Any:
    of_region = FindInMap(NETWORKS, Ref("AWS::Region"), parameter.title)
    return If(OWN_NETWORK.name, Ref(parameter), of_region) if by_region else Ref(parameter)


def _setting(read_as: Parameter, value: Any, kind: str = "String") -> ssm.Parameter:
    """The SSM parameter that is the default of `read_as` in products."""
    return ssm.Parameter(
        f"{read_as.title}Setting",
        Name=read_as.properties["Default"],
        Type=kind,
        Value=value,
        Description="Read by the projects of the MLOps catalog.",
    )


SPOKE_SETTINGS = Foundation(name="spoke-settings", build=build)
