"""EventBridge Scheduler: what is offered, and AWS's rules where the engine lacks them."""

from sandbox.api.rules import Rules, offered
from sandbox.api.service import operations_of
from sandbox.engine.rules.scheduler import answers, schedules

_SCHEDULE = (
    "Name GroupName Description ScheduleExpression ScheduleExpressionTimezone FlexibleTimeWindow State Target "
    "StartDate EndDate ActionAfterCompletion ClientToken"
)

# Not offered: groups besides the default one, and the tags that only groups have.
RULES = Rules(
    "scheduler",
    "scheduler",
    offered=offered(
        CreateSchedule=_SCHEDULE, UpdateSchedule=_SCHEDULE, GetSchedule="", DeleteSchedule="", ListSchedules=""
    ),
    constraints="ValidationException",
    checks=operations_of(schedules),
    corrections=operations_of(answers),
)
