"""`spoke-settings`: what the platform team decides once per account and region, and the seeding of repositories."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from troposphere import Equals, FindInMap, GetAtt, If, Not, Output, Parameter, Ref, Sub, Template, ssm

from templates import names, parameters
from templates.arns import boundary_arn
from templates.console import HOSTS
from templates.foundations.blocks.access_logs import AccessLogBucket, access_log_bucket
from templates.foundations.blocks.alerts import alerts
from templates.foundations.blocks.notification import Notification, notification
from templates.foundations.blocks.seeding import Seeding, seeding
from templates.parameter_form import Condition, Form, Question, Rule, Section
from templates.product import Foundation, assemble

TOPIC = "Topic of all projects; its address gets no message before somebody has confirmed the mail that AWS sent to it."
UNDELIVERED = "Queue of what could not be told to the topic: empty, unless something is wrong with topic or key."
NETWORK_PART = "^(none|{0}-[0-9a-f]{{8,17}}(,{0}-[0-9a-f]{{8,17}}){{0,15}})$"


def _or_none(title: str, description: str, pattern: str, what: str) -> Parameter:
    return parameters.text(title, description, pattern, f"{what}, or `none`.", Default=names.NONE)


STAGING = _or_none(
    "StagingAccount", "Account where models are tried.", "^(none|[0-9]{12})$", "An account id of 12 digits"
)
PRODUCTION = _or_none(
    "ProductionAccount", "Account where models are used.", "^(none|[0-9]{12})$", "An account id of 12 digits"
)
ADDRESS = _or_none(
    "NotificationAddress",
    "Who hears of failures and approvals.",
    r"^(none|[^@\s]+@[^@\s]+\.[^@\s]+)$",
    "A mail address",
)
HAS_ADDRESS = Condition("HasNotificationAddress", Not(Equals(Ref(ADDRESS), names.NONE)))
VPC = _or_none("VpcId", "Network for builds and jobs.", "^(none|vpc-[0-9a-f]{8,17})$", "A VPC id")
SUBNETS = _or_none(
    "Subnets", "Subnets for builds and jobs.", NETWORK_PART.format("subnet"), "Subnet ids with commas between"
)
GROUPS = _or_none(
    "SecurityGroups", "Security groups for builds and jobs.", NETWORK_PART.format("sg"), "Group ids with commas between"
)

INDEX = _or_none(
    "PackageIndex",
    "Index that builds install Python packages from.",
    r"^(none|https://[^\s@]+)$",
    "An address that starts with https:// and holds no password",
)


def _both_or_neither(name: str, one: Parameter, other: Parameter) -> Rule:
    return Rule(
        name,
        when=Not(Equals(Ref(one), names.NONE)),
        must=Not(Equals(Ref(other), names.NONE)),
        otherwise=f"{one.title} needs {other.title}: give both, or `none` for both.",
    )


FORM = Form(
    conditions=(HAS_ADDRESS,),
    sections=(
        Section(
            "Catalog",
            (
                Question(parameters.ORGANIZATION, "Organisation"),
                Question(parameters.HUB_ACCOUNT, "Hub"),
                Question(parameters.ASSET_SUFFIX, "Suffix of buckets"),
            ),
        ),
        Section("Stages", (Question(STAGING, "Staging account"), Question(PRODUCTION, "Production account"))),
        Section("Notifications", (Question(ADDRESS, "Notification address"),)),
        Section("Network", (Question(VPC, "VPC"), Question(SUBNETS, "Subnets"), Question(GROUPS, "Security groups"))),
        Section("Packages", (Question(INDEX, "Package index"),)),
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
    """`networks` holds VpcId, Subnets and SecurityGroups by region; the parameters win where an account has its own."""
    logged = access_log_bucket("AccessLogs", names.ACCESS_LOG_BUCKET)
    seeds = seeding()
    told = notification(ADDRESS, HAS_ADDRESS)
    outputs = [
        Output("AccessLogBucket", Description="Bucket with the access logs of projects.", Value=Ref(logged.bucket)),
        Output(
            "SeedingFunctionArn",
            Description="Function that fills repositories.",
            Value=GetAtt(seeds.function.function, "Arn"),
        ),
        Output("NotificationTopicArn", Description=TOPIC, Value=Ref(told.topic)),
        Output("AlertDeadLettersUrl", Description=UNDELIVERED, Value=Ref(told.undelivered.queue)),
    ]
    return assemble(
        "What projects in this account and region share.",
        replace(FORM, conditions=(*FORM.conditions, OWN_NETWORK)) if networks else FORM,
        [logged, seeds, told, alerts(told), _settings(logged, seeds, told, by_region=bool(networks))],
        outputs,
        {**HOSTS, **({NETWORKS: networks} if networks else {})},
    )


def _settings(logged: AccessLogBucket, seeds: Seeding, told: Notification, *, by_region: bool) -> list[ssm.Parameter]:
    return [
        _setting(parameters.ASSET_BUCKET, Sub(names.ASSET_BUCKET)),
        _setting(parameters.ACCESS_LOG_BUCKET, Ref(logged.bucket)),
        _setting(parameters.OWN_ORGANIZATION, Ref(parameters.ORGANIZATION)),
        _setting(parameters.PERMISSIONS_BOUNDARY, boundary_arn()),
        _setting(parameters.SEEDING_FUNCTION, GetAtt(seeds.function.function, "Arn")),
        _setting(parameters.NOTIFICATION_TOPIC, Ref(told.topic)),
        _setting(parameters.VPC, _network_part(VPC, by_region=by_region)),
        _setting(parameters.SUBNETS, _network_part(SUBNETS, by_region=by_region), "StringList"),
        _setting(parameters.SECURITY_GROUPS, _network_part(GROUPS, by_region=by_region), "StringList"),
        _setting(parameters.PACKAGE_INDEX, Ref(INDEX)),
        _setting(parameters.STAGING_ACCOUNT, Ref(STAGING)),
        _setting(parameters.PRODUCTION_ACCOUNT, Ref(PRODUCTION)),
    ]


def _network_part(part: Parameter, *, by_region: bool) -> Any:
    of_region = FindInMap(NETWORKS, Ref("AWS::Region"), part.title)
    return If(OWN_NETWORK.name, Ref(part), of_region) if by_region else Ref(part)


def _setting(read_as: Parameter, value: Any, kind: str = "String") -> ssm.Parameter:
    """The SSM parameter that products read by default as `read_as`."""
    return ssm.Parameter(
        f"{read_as.title}Setting",
        Name=read_as.properties["Default"],
        Type=kind,
        Value=value,
        Description="Read by the projects of the MLOps catalog.",
    )


SPOKE_SETTINGS = Foundation(name="spoke-settings", build=build)
