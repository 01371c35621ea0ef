"""What the roles of a project in a stage's account do, by kind of resource."""

from templates.policy import actions_of

CHANGE_SETS = actions_of(
    "cloudformation",
    """
    CreateChangeSet DeleteChangeSet DescribeChangeSet DescribeStackEvents DescribeStacks ExecuteChangeSet
    TagResource UntagResource
    """,
)
ENDPOINTS = actions_of(
    "sagemaker",
    """
    AddTags CreateEndpoint DeleteEndpoint DeleteTags DescribeEndpoint ListTags UpdateEndpoint
    UpdateEndpointWeightsAndCapacities
    """,
)
CREATE = actions_of("sagemaker", "AddTags CreateEndpointConfig CreateModel")
USE = actions_of(
    "sagemaker",
    "AddTags CreateEndpoint DeleteEndpointConfig DeleteModel DeleteTags UpdateEndpoint",
)
"""Of models and configurations that exist. An endpoint is created and updated with a configuration."""
READ = actions_of("sagemaker", "DescribeEndpointConfig DescribeModel")
DESCRIBE = (*READ, *actions_of("sagemaker", "ListTags"))
CALL_ENDPOINT = actions_of("sagemaker", "DescribeEndpoint InvokeEndpoint InvokeEndpointAsync")
ALARMS = actions_of("cloudwatch", "DeleteAlarms ListTagsForResource PutMetricAlarm TagResource UntagResource")
DESCRIBE_ALARMS = actions_of("cloudwatch", "DescribeAlarms")
CHANGE_SCALING = actions_of(
    "application-autoscaling",
    "DeleteScalingPolicy DeregisterScalableTarget PutScalingPolicy RegisterScalableTarget",
)
TAG_SCALING = actions_of("application-autoscaling", "ListTagsForResource TagResource UntagResource")
DESCRIBE_SCALING = actions_of(
    "application-autoscaling", "DescribeScalableTargets DescribeScalingPolicies DescribeScheduledActions"
)
LOGS = actions_of("logs", "CreateLogGroup CreateLogStream DescribeLogStreams PutLogEvents")
