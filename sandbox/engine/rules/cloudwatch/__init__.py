"""CloudWatch: what is offered, and AWS's rules where the engine lacks them.

Left out, because nothing here uses them: composite alarms, metric math, anomaly detection, insight rules, metric
streams and pictures of widgets.
"""

from sandbox.api.rules import Rules, offered
from sandbox.engine.rules.cloudwatch import (
    alarm_answers,
    alarms,
    dashboards,
    metric_data,
    metric_queries,
    metric_statistics,
)

_ALARM = """
    AlarmName AlarmDescription ActionsEnabled OKActions AlarmActions InsufficientDataActions MetricName Namespace
    Statistic ExtendedStatistic Dimensions Period Unit EvaluationPeriods DatapointsToAlarm Threshold ComparisonOperator
    TreatMissingData EvaluateLowSampleCountPercentile Tags
"""

RULES = Rules(
    "monitoring",
    "cloudwatch",
    offered(
        DeleteAlarms="",
        DeleteDashboards="",
        DescribeAlarmHistory="",
        DescribeAlarms="AlarmNames AlarmNamePrefix AlarmTypes StateValue ActionPrefix MaxRecords NextToken",
        DisableAlarmActions="",
        EnableAlarmActions="",
        GetDashboard="",
        GetMetricData="MetricDataQueries StartTime EndTime ScanBy MaxDatapoints",
        GetMetricStatistics="",
        ListDashboards="DashboardNamePrefix",
        ListMetrics="Namespace MetricName Dimensions NextToken",
        ListTagsForResource="",
        PutDashboard="",
        PutMetricAlarm=_ALARM,
        PutMetricData="Namespace MetricData",
        SetAlarmState="",
        TagResource="",
        UntagResource="",
    ),
    constraints="ValidationError",
    checks={
        "DeleteDashboards": dashboards.check_deleted,
        "GetMetricData": metric_queries.check,
        "GetMetricStatistics": metric_statistics.check,
        "PutDashboard": dashboards.check,
        "PutMetricAlarm": alarms.put,
        "PutMetricData": metric_data.check,
        "SetAlarmState": alarms.set_state,
    },
    replacements={
        "DescribeAlarms": alarm_answers.describe,
        "GetDashboard": dashboards.get,
        "GetMetricData": metric_queries.answer,
        "GetMetricStatistics": metric_statistics.answer,
        "ListDashboards": dashboards.listed,
        "ListMetrics": metric_queries.list_metrics,
        "PutMetricData": metric_data.put,
    },
    corrections={"PutMetricAlarm": alarm_answers.keep, "SetAlarmState": alarm_answers.note_transition},
)
