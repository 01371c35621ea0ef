"""Rules, buses and schedules."""

from sandbox.cloudformation.resources.resource_type import ApiCall, ResourceType, Setting, tagging

# Tables are read by column.
# fmt: off
_RULE = {"Name": "id && part(id, '0') == id && id || part(id, '1')", "EventBusName": "properties.EventBusName"}
_OF_RULE = {"Rule": _RULE["Name"], "EventBusName": "properties.EventBusName"}
_SCHEDULE = {"Name": "id", "GroupName": "properties.GroupName"}
_RULE_PROPERTIES = ("Name", "Description", "EventPattern", "ScheduleExpression", "State", "RoleArn", "EventBusName",
                    "Tags")
_SCHEDULE_PROPERTIES = (
    "Name", "GroupName", "Description", "ScheduleExpression", "ScheduleExpressionTimezone", "FlexibleTimeWindow",
    "State", "Target", "StartDate", "EndDate",
)
# A bus has one policy: a statement joins those that are there, under its own id.
_PUT_STATEMENT = ApiCall(
    "PutPermission",
    {"EventBusName": "properties.EventBusName",
     "Policy": "with_statement(read.DescribeEventBus.Policy, properties.Statement, properties.StatementId)"},
    takes=(),
)

RESOURCE_TYPES = (
    ResourceType(
        type="AWS::Events::Rule",
        service="events",
        properties=(*_RULE_PROPERTIES, "Targets"),
        name=("Name", 64),
        create=ApiCall("PutRule"),
        update=ApiCall("PutRule", takes=_RULE_PROPERTIES[:-1]),
        identifier="properties.EventBusName && join('|', [properties.EventBusName, properties.Name]) "
        "|| properties.Name",
        settings=(
            Setting(
                ("Targets",),
                ApiCall("PutTargets", _OF_RULE | {"Targets": "[item]"}),
                ApiCall("RemoveTargets", _OF_RULE | {"Ids": "[item.Id]"}),
                per_element=True,
                key="Id",
            ),
            tagging({"ResourceARN": "read.DescribeRule.Arn"}),
        ),
        delete=(ApiCall("DeleteRule", _RULE),),
        reads=(
            ApiCall("DescribeRule", _RULE),
            ApiCall("ListTargetsByRule", _OF_RULE),
            ApiCall("ListTagsForResource", {"ResourceARN": "read.DescribeRule.Arn"}),
        ),
        attributes={"Arn": "read.DescribeRule.Arn"},
        create_only=("Name", "EventBusName"),
    ),
    ResourceType(
        type="AWS::Events::EventBus",
        service="events",
        properties=("Name", "Description", "Tags"),
        create=ApiCall("CreateEventBus"),
        identifier="properties.Name",
        settings=(tagging({"ResourceARN": "read.DescribeEventBus.Arn"}),),
        delete=(ApiCall("DeleteEventBus", {"Name": "id"}),),
        reads=(
            ApiCall("DescribeEventBus", {"Name": "id"}),
            ApiCall("ListTagsForResource", {"ResourceARN": "read.DescribeEventBus.Arn"}),
        ),
        attributes={"Arn": "read.DescribeEventBus.Arn", "Name": "id"},
        create_only=("Name",),
    ),
    ResourceType(
        type="AWS::Events::EventBusPolicy",
        service="events",
        properties=("EventBusName", "StatementId", "Statement"),
        reads_first=True,
        create=_PUT_STATEMENT,
        update=_PUT_STATEMENT,
        identifier="properties.StatementId",
        delete=(ApiCall("RemovePermission", {"StatementId": "id", "EventBusName": "properties.EventBusName"}),),
        reads=(ApiCall("DescribeEventBus", {"Name": "properties.EventBusName"}),),
        create_only=("EventBusName", "StatementId"),
        unread=frozenset({"EventBusName"}),
    ),
    ResourceType(
        type="AWS::Scheduler::Schedule",
        service="scheduler",
        properties=_SCHEDULE_PROPERTIES,
        name=("Name", 64),
        create=ApiCall("CreateSchedule"),
        update=ApiCall("UpdateSchedule"),
        identifier="properties.Name",
        delete=(ApiCall("DeleteSchedule", _SCHEDULE),),
        reads=(ApiCall("GetSchedule", _SCHEDULE),),
        attributes={"Arn": "read.GetSchedule.Arn"},
        create_only=("Name", "GroupName"),
    ),
)
