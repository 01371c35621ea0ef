"""Rules, buses and schedules."""

from sandbox.cloudformation.resource import Call, Kind, Setting, tagging

# Tables are read by column.
# fmt: off
_RULE = {"Name": "id && part(id, '0') == id && id || part(id, '1')", "EventBusName": "properties.EventBusName"}
_OF_RULE = {"Rule": _RULE["Name"], "EventBusName": "properties.EventBusName"}
_SCHEDULE = {"Name": "id", "GroupName": "properties.GroupName"}
_RULE_PROPERTIES = ("Name", "Description", "EventPattern", "ScheduleExpression", "State", "RoleArn", "EventBusName",
                    "Tags")
_SCHEDULE_PROPERTIES = (
    "Name", "GroupName", "Description", "ScheduleExpression", "ScheduleExpressionTimezone", "FlexibleTimeWindow",
    "State", "Target", "KmsKeyArn", "StartDate", "EndDate",
)
# A bus has one policy: a statement joins those that are there, under its own id.
_PUT_STATEMENT = Call(
    "PutPermission",
    {"EventBusName": "properties.EventBusName",
     "Policy": "with_statement(read.DescribeEventBus.Policy, properties.Statement, properties.StatementId)"},
    takes=(),
)

KINDS = (
    Kind(
        type="AWS::Events::Rule",
        service="events",
        properties=(*_RULE_PROPERTIES, "Targets"),
        name=("Name", 64),
        create=Call("PutRule"),
        update=Call("PutRule", takes=_RULE_PROPERTIES[:-1]),
        identifier="properties.EventBusName && join('|', [properties.EventBusName, properties.Name]) "
        "|| properties.Name",
        settings=(
            Setting(
                ("Targets",),
                Call("PutTargets", _OF_RULE | {"Targets": "[item]"}),
                Call("RemoveTargets", _OF_RULE | {"Ids": "[item.Id]"}),
                each=True,
                key="Id",
            ),
            tagging({"ResourceARN": "read.DescribeRule.Arn"}),
        ),
        delete=(Call("DeleteRule", _RULE),),
        reads=(
            Call("DescribeRule", _RULE),
            Call("ListTargetsByRule", _OF_RULE),
            Call("ListTagsForResource", {"ResourceARN": "read.DescribeRule.Arn"}),
        ),
        attributes={"Arn": "read.DescribeRule.Arn"},
        create_only=("Name", "EventBusName"),
    ),
    Kind(
        type="AWS::Events::EventBus",
        service="events",
        properties=("Name", "Description", "KmsKeyIdentifier", "Tags"),
        create=Call("CreateEventBus"),
        identifier="properties.Name",
        settings=(tagging({"ResourceARN": "read.DescribeEventBus.Arn"}),),
        delete=(Call("DeleteEventBus", {"Name": "id"}),),
        reads=(
            Call("DescribeEventBus", {"Name": "id"}),
            Call("ListTagsForResource", {"ResourceARN": "read.DescribeEventBus.Arn"}),
        ),
        attributes={"Arn": "read.DescribeEventBus.Arn", "Name": "id"},
        create_only=("Name",),
    ),
    Kind(
        type="AWS::Events::EventBusPolicy",
        service="events",
        properties=("EventBusName", "StatementId", "Statement"),
        reads_first=True,
        create=_PUT_STATEMENT,
        update=_PUT_STATEMENT,
        identifier="properties.StatementId",
        delete=(Call("RemovePermission", {"StatementId": "id", "EventBusName": "properties.EventBusName"}),),
        reads=(Call("DescribeEventBus", {"Name": "properties.EventBusName"}),),
        create_only=("EventBusName", "StatementId"),
        unread=frozenset({"EventBusName"}),
    ),
    Kind(
        type="AWS::Scheduler::Schedule",
        service="scheduler",
        properties=_SCHEDULE_PROPERTIES,
        name=("Name", 64),
        create=Call("CreateSchedule"),
        update=Call("UpdateSchedule"),
        identifier="properties.Name",
        delete=(Call("DeleteSchedule", _SCHEDULE),),
        reads=(Call("GetSchedule", _SCHEDULE),),
        attributes={"Arn": "read.GetSchedule.Arn"},
        create_only=("Name", "GroupName"),
    ),
)
