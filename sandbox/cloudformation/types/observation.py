"""Log groups, alarms, dashboards and parameters."""

from sandbox.cloudformation.resources.resource_type import ApiCall, ResourceType, Setting, tagging

# Tables are read by column.
# fmt: off
_GROUP = {"logGroupName": "id"}
_GROUP_READ = ApiCall("DescribeLogGroups", {"logGroupNamePrefix": "id"})
_GROUP_TAGGED = {"resourceArn": "join(':', ['arn:aws:logs', region, account, 'log-group', id])"}
_GROUP_ARN = "read.DescribeLogGroups.logGroups[0].arn"
_ALARM_PROPERTIES = (
    "AlarmName", "AlarmDescription", "ActionsEnabled", "OKActions", "AlarmActions", "InsufficientDataActions",
    "MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Dimensions", "Period", "Unit", "EvaluationPeriods",
    "DatapointsToAlarm", "Threshold", "ComparisonOperator", "TreatMissingData", "EvaluateLowSampleCountPercentile",
    "Tags",
)

RESOURCE_TYPES = (
    ResourceType(
        type="AWS::Logs::LogGroup",
        service="logs",
        properties=("LogGroupName", "KmsKeyId", "LogGroupClass", "RetentionInDays", "DeletionProtectionEnabled",
                    "Tags"),
        name=("LogGroupName", 512),
        create=ApiCall("CreateLogGroup"),
        identifier="properties.LogGroupName",
        settings=(
            Setting(("RetentionInDays",), ApiCall("PutRetentionPolicy", _GROUP),
                    ApiCall("DeleteRetentionPolicy", _GROUP)),
            Setting(("KmsKeyId",), ApiCall("AssociateKmsKey", _GROUP), ApiCall("DisassociateKmsKey", _GROUP),
                    at_create=False),
            tagging(_GROUP_TAGGED, tags="tags", keys="tagKeys"),
        ),
        delete=(ApiCall("DeleteLogGroup", _GROUP),),
        reads=(_GROUP_READ, ApiCall("ListTagsForResource", _GROUP_TAGGED)),
        attributes={"Arn": _GROUP_ARN},
        create_only=("LogGroupName", "LogGroupClass"),
    ),
    ResourceType(
        type="AWS::CloudWatch::Alarm",
        service="cloudwatch",
        properties=_ALARM_PROPERTIES,
        name=("AlarmName", 255),
        create=ApiCall("PutMetricAlarm"),
        update=ApiCall("PutMetricAlarm", takes=_ALARM_PROPERTIES[:-1]),
        identifier="properties.AlarmName",
        settings=(tagging({"ResourceARN": "read.DescribeAlarms.MetricAlarms[0].AlarmArn"}),),
        delete=(ApiCall("DeleteAlarms", {"AlarmNames": "[id]"}),),
        reads=(ApiCall("DescribeAlarms", {"AlarmNames": "[id]"}),
               ApiCall("ListTagsForResource", {"ResourceARN": "read.DescribeAlarms.MetricAlarms[0].AlarmArn"})),
        attributes={"Arn": "read.DescribeAlarms.MetricAlarms[0].AlarmArn"},
        create_only=("AlarmName",),
    ),
    ResourceType(
        type="AWS::CloudWatch::Dashboard",
        service="cloudwatch",
        properties=("DashboardName", "DashboardBody"),
        name=("DashboardName", 255),
        create=ApiCall("PutDashboard"),
        update=ApiCall("PutDashboard"),
        identifier="properties.DashboardName",
        settings=(),
        delete=(ApiCall("DeleteDashboards", {"DashboardNames": "[id]"}),),
        reads=(ApiCall("GetDashboard", {"DashboardName": "id"}),),
        attributes={},
        create_only=("DashboardName",),
    ),
    ResourceType(
        type="AWS::SSM::Parameter",
        service="ssm",
        properties=("Name", "Type", "Value", "Description", "AllowedPattern", "DataType", "Tier", "Policies", "Tags"),
        name=("Name", 1011),
        name_prefix="CFN",  # recorded
        create=ApiCall("PutParameter"),
        update=ApiCall("PutParameter", {"Overwrite": "`true`"},
                       takes=("Name", "Type", "Value", "Description", "AllowedPattern", "DataType", "Tier",
                              "Policies")),
        identifier="properties.Name",
        settings=(
            tagging({"ResourceType": "'Parameter'", "ResourceId": "id"}, "AddTagsToResource",
                    "RemoveTagsFromResource"),
        ),
        delete=(ApiCall("DeleteParameter", {"Name": "id"}),),
        reads=(ApiCall("GetParameter", {"Name": "id"}),
               ApiCall("DescribeParameters", {"ParameterFilters": "[{Key: 'Name', Values: [id]}]"}),
               ApiCall("ListTagsForResource", {"ResourceType": "'Parameter'", "ResourceId": "id"})),
        attributes={"Type": "read.GetParameter.Parameter.Type", "Value": "read.GetParameter.Parameter.Value"},
        create_only=("Name",),
    ),
)
