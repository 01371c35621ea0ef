"""Log groups, alarms and parameters."""

from sandbox.cloudformation.resource import Call, Kind, Setting, tagging

# Tables are read by column.
# fmt: off
_GROUP = {"logGroupName": "id"}
_GROUP_READ = Call("DescribeLogGroups", {"logGroupNamePrefix": "id"})
_GROUP_ARN = "read.DescribeLogGroups.logGroups[0].arn"
_ALARM_PROPERTIES = (
    "AlarmName", "AlarmDescription", "ActionsEnabled", "OKActions", "AlarmActions", "InsufficientDataActions",
    "MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Dimensions", "Period", "Unit", "EvaluationPeriods",
    "DatapointsToAlarm", "Threshold", "ComparisonOperator", "TreatMissingData", "EvaluateLowSampleCountPercentile",
    "Metrics", "ThresholdMetricId", "Tags",
)

KINDS = (
    Kind(
        type="AWS::Logs::LogGroup",
        service="logs",
        properties=("LogGroupName", "KmsKeyId", "LogGroupClass", "RetentionInDays", "DeletionProtectionEnabled",
                    "Tags"),
        name=("LogGroupName", 512),
        create=Call("CreateLogGroup"),
        identifier="properties.LogGroupName",
        settings=(
            Setting(("RetentionInDays",), Call("PutRetentionPolicy", _GROUP), Call("DeleteRetentionPolicy", _GROUP)),
            Setting(("KmsKeyId",), Call("AssociateKmsKey", _GROUP), Call("DisassociateKmsKey", _GROUP),
                    at_create=False),
            tagging({"resourceArn": "join(':', ['arn:aws:logs', region, account, 'log-group', id])"},
                    tags="tags", keys="tagKeys"),
        ),
        delete=(Call("DeleteLogGroup", _GROUP),),
        reads=(_GROUP_READ, Call("ListTagsLogGroup", _GROUP)),
        attributes={"Arn": _GROUP_ARN},
        create_only=("LogGroupName", "LogGroupClass"),
    ),
    Kind(
        type="AWS::CloudWatch::Alarm",
        service="cloudwatch",
        properties=_ALARM_PROPERTIES,
        name=("AlarmName", 255),
        create=Call("PutMetricAlarm"),
        update=Call("PutMetricAlarm", takes=_ALARM_PROPERTIES[:-1]),
        identifier="properties.AlarmName",
        settings=(tagging({"ResourceARN": "read.DescribeAlarms.MetricAlarms[0].AlarmArn"}),),
        delete=(Call("DeleteAlarms", {"AlarmNames": "[id]"}),),
        reads=(Call("DescribeAlarms", {"AlarmNames": "[id]"}),
               Call("ListTagsForResource", {"ResourceARN": "read.DescribeAlarms.MetricAlarms[0].AlarmArn"})),
        attributes={"Arn": "read.DescribeAlarms.MetricAlarms[0].AlarmArn"},
        create_only=("AlarmName",),
    ),
    Kind(
        type="AWS::SSM::Parameter",
        service="ssm",
        properties=("Name", "Type", "Value", "Description", "AllowedPattern", "DataType", "Tier", "Policies", "Tags"),
        name=("Name", 1011),
        create=Call("PutParameter"),
        update=Call("PutParameter", {"Overwrite": "`true`"},
                    takes=("Name", "Type", "Value", "Description", "AllowedPattern", "DataType", "Tier", "Policies")),
        identifier="properties.Name",
        settings=(
            tagging({"ResourceType": "'Parameter'", "ResourceId": "id"}, "AddTagsToResource",
                    "RemoveTagsFromResource"),
        ),
        delete=(Call("DeleteParameter", {"Name": "id"}),),
        reads=(Call("GetParameter", {"Name": "id"}),
               Call("DescribeParameters", {"ParameterFilters": "[{Key: 'Name', Values: [id]}]"}),
               Call("ListTagsForResource", {"ResourceType": "'Parameter'", "ResourceId": "id"})),
        attributes={"Type": "read.GetParameter.Parameter.Type", "Value": "read.GetParameter.Parameter.Value"},
        create_only=("Name",),
    ),
)
