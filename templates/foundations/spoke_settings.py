"""`spoke-settings`: the settings of an account and region, its topic and alerts, and the seeding of repositories."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from troposphere import Equals, FindInMap, GetAtt, If, Not, Output, Parameter, Ref, Sub, Template, ssm

from templates import names, parameters
from templates.arns import boundary_arn
from templates.blocks.console import HOSTS
from templates.foundations.blocks import settings_form as form
from templates.foundations.blocks.access_logs import AccessLogBucket, access_log_bucket
from templates.foundations.blocks.alerts import alerts
from templates.foundations.blocks.catalog_parameters import ORGANIZATION
from templates.foundations.blocks.notification import Notification, notification
from templates.foundations.blocks.seeding import Seeding, seeding
from templates.foundations.blocks.stage_function import stages_function
from templates.parameter_form import Condition
from templates.product import Foundation, assemble

TOPIC = "Topic of all projects; its address gets no message until the email that AWS sent to it is confirmed."
DEAD_LETTERS = "Queue of events that the topic did not take: empty, unless something is wrong with topic or key."
OWN_NETWORK = Condition("HasOwnNetwork", Not(Equals(Ref(form.VPC), names.NONE)))
NETWORKS = "Networks"


def build(networks: Mapping[str, Mapping[str, str]] | None = None) -> Template:
    """`networks` holds, by region, the networks of builds and jobs and of the stages.

    Parameters override the network of builds and jobs for an account.
    """
    log_bucket = access_log_bucket("AccessLogs", names.access_log_bucket())
    seeds = seeding()
    notifications = notification(form.ADDRESS, form.HAS_ADDRESS)
    outputs = [
        Output("AccessLogBucket", Description="Bucket with the access logs of projects.", Value=Ref(log_bucket.bucket)),
        Output(
            "SeedingFunctionArn",
            Description="Function that fills repositories.",
            Value=GetAtt(seeds.function.function, "Arn"),
        ),
        Output("NotificationTopicArn", Description=TOPIC, Value=Ref(notifications.topic)),
        Output("AlertDeadLettersUrl", Description=DEAD_LETTERS, Value=Ref(notifications.dead_letters.queue)),
    ]
    return assemble(
        "Settings and resources that the projects in this account and region share.",
        replace(form.FORM, conditions=(*form.FORM.conditions, OWN_NETWORK)) if networks else form.FORM,
        [
            log_bucket,
            seeds,
            stages_function(),
            notifications,
            alerts(notifications),
            _settings(log_bucket, seeds, notifications, by_region=bool(networks)),
        ],
        outputs,
        {**HOSTS, **({NETWORKS: networks} if networks else {})},
    )


def _settings(
    log_bucket: AccessLogBucket, seeds: Seeding, notifications: Notification, *, by_region: bool
) -> list[ssm.Parameter]:
    return [
        _setting(parameters.ASSET_BUCKET, Sub(names.asset_bucket())),
        _setting(parameters.ACCESS_LOG_BUCKET, Ref(log_bucket.bucket)),
        _setting(parameters.OWN_ORGANIZATION, Ref(ORGANIZATION)),
        _setting(parameters.PERMISSIONS_BOUNDARY, boundary_arn()),
        _setting(parameters.SEEDING_FUNCTION, GetAtt(seeds.function.function, "Arn")),
        _setting(parameters.NOTIFICATION_TOPIC, Ref(notifications.topic)),
        _setting(parameters.VPC, _network_setting(form.VPC, by_region=by_region)),
        _setting(parameters.SUBNETS, _network_setting(form.SUBNETS, by_region=by_region), "StringList"),
        _setting(parameters.SECURITY_GROUPS, _network_setting(form.GROUPS, by_region=by_region), "StringList"),
        *_studio_network(by_region=by_region),
        _setting(parameters.PACKAGE_INDEX, Ref(form.INDEX)),
        _setting(parameters.STAGING_ACCOUNT, Ref(form.STAGING)),
        _setting(parameters.PRODUCTION_ACCOUNT, Ref(form.PRODUCTION)),
        *[_stage_network(field.parameter, by_region=by_region) for field in parameters.STAGE_NETWORKS],
    ]


def _stage_network(read_as: Parameter, *, by_region: bool) -> ssm.Parameter:
    """Only in the template: all accounts of an environment deploy to the same stages."""
    value = FindInMap(NETWORKS, Ref("AWS::Region"), read_as.title) if by_region else names.NONE
    return _setting(read_as, value, "StringList")


def _studio_network(*, by_region: bool) -> list[ssm.Parameter]:
    """An account with a network of its own has it for Studio too, and a region where Studio has none of its own."""
    pairs = zip(parameters.STUDIO_NETWORK, (form.VPC, form.SUBNETS, form.GROUPS), strict=True)
    return [
        _setting(
            field.parameter,
            _network_setting(own, by_region=by_region, of_region=field.name),
            "String" if own is form.VPC else "StringList",
        )
        for field, own in pairs
    ]


def _network_setting(parameter: Parameter, *, by_region: bool, of_region: str = "") -> Any:
    found = FindInMap(NETWORKS, Ref("AWS::Region"), of_region or parameter.title)
    return If(OWN_NETWORK.name, Ref(parameter), found) if by_region else Ref(parameter)


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
