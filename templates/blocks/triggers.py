"""What starts a pipeline: a push, a schedule, new data."""

from typing import Any, NamedTuple

from troposphere import (
    Equals,
    GetAtt,
    If,
    Not,
    Or,
    Parameter,
    Ref,
    Sub,
    codecommit,
    codepipeline,
    events,
    iam,
    s3,
    scheduler,
    sqs,
)

from templates import names, parameters
from templates.arns import arn
from templates.blocks.consent import MONITORED_BY
from templates.blocks.grants import delivery
from templates.blocks.roles import project_role
from templates.blocks.source import BRANCH, USES_CODECOMMIT
from templates.parameter_form import Condition, Field
from templates.policy import Statement, service_trust
from templates.project import Project


def schedule_parameter(what: str) -> Parameter:
    return parameters.text(
        "Schedule",
        f"When to {what}, such as rate(7 days) or cron(0 3 ? * MON *). Times are in UTC.",
        r"^$|^rate\([1-9][0-9]{0,3} (minute|hour|day)s?\)$|^cron\([0-9A-Za-z,*/?#LW -]{11,100}\)$",
        "Empty, or a rate(...) or cron(...) expression of EventBridge Scheduler.",
        Default="",
    )


SCHEDULE = schedule_parameter("train again, besides at every push")
NEW_DATA = parameters.choice("TrainOnNewData", "Whether new files below data/ start a training.", ("no", "yes"))
HAS_SCHEDULE = Condition("HasSchedule", Not(Equals(Ref(SCHEDULE), "")))
TRAINS_ON_NEW_DATA = Condition("TrainsOnNewData", Equals(Ref(NEW_DATA), "yes"))
STARTS_ON_FILES = Condition(
    "StartsOnFiles", Or(Equals(Ref(NEW_DATA), "yes"), Not(Equals(Ref(MONITORED_BY), names.NONE)))
)
FIELDS = (Field(SCHEDULE, "Schedule"), Field(NEW_DATA, "Train on new data"))
CONDITIONS = (HAS_SCHEDULE, TRAINS_ON_NEW_DATA, STARTS_ON_FILES)
RETRIES: dict[str, Any] = {"MaximumRetryAttempts": 8, "MaximumEventAgeInSeconds": 3600}


class Scheduled(NamedTuple):
    schedule: scheduler.Schedule
    role: iam.Role


def event_role(project: Project, part: str, *grants: Statement) -> iam.Role:
    """The role under which the project's rules start what `grants` allow."""
    trust = service_trust("events", arn("events", f"rule/{project.short_name('*')}"))
    return project_role(project, f"{part}-events", trust, grants)


def start(pipeline: codepipeline.Pipeline, role: iam.Role, dead_letter_queue: sqs.Queue, **more: Any) -> events.Target:
    """The target of a rule; events that cannot be delivered go to the dead-letter queue."""
    return target_of("pipeline", arn("codepipeline", f"${{{pipeline.title}}}"), role, dead_letter_queue, **more)


def target_of(name: str, started: Sub, role: iam.Role, dead_letter_queue: sqs.Queue, **more: Any) -> events.Target:
    return events.Target(
        Id=name,
        Arn=started,
        RoleArn=GetAtt(role, "Arn"),
        DeadLetterConfig=events.DeadLetterConfig(Arn=GetAtt(dead_letter_queue, "Arn")),
        RetryPolicy=events.RetryPolicy(**RETRIES),
        **more,
    )


def on_push(project: Project, part: str, repository: codecommit.Repository, target: events.Target) -> events.Rule:
    """For CodeCommit only: pipelines have triggers of their own for connections."""
    pattern = {
        "source": ["aws.codecommit"],
        "detail-type": ["CodeCommit Repository State Change"],
        "resources": [GetAtt(repository, "Arn")],
        "detail": {
            "event": ["referenceCreated", "referenceUpdated"],
            "referenceType": ["branch"],
            "referenceName": [Ref(BRANCH)],
        },
    }
    return rule(project, f"{part}-push", pattern, target, Condition=USES_CODECOMMIT.name)


def on_new_data(project: Project, part: str, bucket: s3.Bucket, target: events.Target) -> events.Rule:
    """New files of the project, and what the project that monitors it asks for: in one rule, as a bus has 300.

    No other source sends events of S3: PutEvents refuses sources that begin with `aws.` (EventBridge API Reference).
    What does not start a training has a prefix that no key has: `$or` needs two alternatives (EventBridge User Guide,
    "Creating event patterns").
    """
    own = _object(Ref(bucket), If(TRAINS_ON_NEW_DATA.name, names.DATA_PREFIX, f"{names.NONE}/"))
    monitors = {"prefix": Sub(f"sagemaker-${{{MONITORED_BY.title}}}-")}
    pattern = {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "$or": [{"detail": own}, {"detail": _object(monitors, names.RETRAINING_PREFIX)}],
    }
    return rule(project, f"{part}-new-data", pattern, target, Condition=STARTS_ON_FILES.name)


def _object(bucket: Any, prefix: Any) -> dict[str, Any]:
    return {"bucket": {"name": [bucket]}, "object": {"key": [{"prefix": prefix}]}}


def new_objects(bucket: s3.Bucket, key: Any) -> dict[str, Any]:
    """The pattern of new objects in a bucket whose keys match."""
    return {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [Ref(bucket)]}, "object": {"key": [key]}},
    }


def on_schedule(project: Project, part: str, pipeline: codepipeline.Pipeline) -> Scheduled:
    return scheduled(project, part, arn("codepipeline", f"${{{pipeline.title}}}"), delivery.start_pipeline(pipeline))


def scheduled(project: Project, part: str, started: Sub, grant: Statement) -> Scheduled:
    """What starts `started` on the schedule that was chosen, if one was."""
    trust = service_trust("scheduler", arn("scheduler", "schedule-group/default"))
    role = project_role(project, f"{part}-schedule", trust, [grant], Condition=HAS_SCHEDULE.name)
    schedule_target = scheduler.Target(
        Arn=started,
        RoleArn=GetAtt(role, "Arn"),
        RetryPolicy=scheduler.RetryPolicy(**RETRIES),
    )
    schedule = scheduler.Schedule(
        names.logical_id(part, "schedule"),
        Condition=HAS_SCHEDULE.name,
        Name=Sub(project.short_name(part)),
        ScheduleExpression=Ref(SCHEDULE),
        FlexibleTimeWindow=scheduler.FlexibleTimeWindow(Mode="OFF"),
        Target=schedule_target,
    )
    return Scheduled(schedule, role)


def rule(project: Project, part: str, pattern: dict[str, Any], target: events.Target, **more: Any) -> events.Rule:
    return events.Rule(
        names.logical_id(part, "rule"),
        Name=Sub(project.short_name(part)),
        State="ENABLED",
        EventPattern=pattern,
        Targets=[target],
        **more,
    )
