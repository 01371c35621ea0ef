"""Application Auto Scaling asks whether its caller may do, itself, what scaling an endpoint takes.

Application Auto Scaling user guide, "Permissions validation for Application Auto Scaling API calls on target
resources".
"""

import pytest

TARGET = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": "endpoint/missing/variant/all",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
}
ON_ENDPOINTS = [
    "sagemaker:DescribeEndpoint",
    "sagemaker:DescribeEndpointConfig",
    "sagemaker:UpdateEndpointWeightsAndCapacities",
]
ON_ALARMS = ["cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms"]
LIMITS = {"MinCapacity": 1, "MaxCapacity": 2}


@pytest.fixture
def scaler(cloud):
    """A client of a role that may do exactly the given actions."""

    def make(*actions):
        root = f"arn:aws:iam::{cloud.development}:root"
        return cloud.as_role(
            "application-autoscaling", cloud.role(cloud.development, cloud.unique("scaler"), root, *actions)
        )

    return make


def refusal(call, **arguments):
    with pytest.raises(call.__self__.exceptions.ClientError) as raised:
        call(**arguments)
    return raised.value.response["Error"]


def test_a_grant_on_scalable_targets_is_not_enough(cloud, scaler):
    unprivileged = scaler("logs:PutLogEvents")
    assert cloud.code_of(unprivileged.register_scalable_target, **TARGET, **LIMITS) == "AccessDeniedException"
    target_only = scaler("application-autoscaling:RegisterScalableTarget")
    refused = refusal(target_only.register_scalable_target, **TARGET, **LIMITS)
    assert refused["Code"] == "ValidationException"
    assert "is not authorized to perform: sagemaker:DescribeEndpoint " in refused["Message"]


@pytest.mark.parametrize("lacking", ON_ENDPOINTS)
def test_registering_probes_the_caller_for_the_endpoint(scaler, lacking):
    others = [action for action in ON_ENDPOINTS if action != lacking]
    client = scaler("application-autoscaling:*", *others)
    assert f"perform: {lacking} " in refusal(client.register_scalable_target, **TARGET, **LIMITS)["Message"]


def test_a_caller_with_all_permissions_learns_that_the_endpoint_does_not_exist(scaler):
    client = scaler("application-autoscaling:*", *ON_ENDPOINTS)
    assert "does not exist" in refusal(client.register_scalable_target, **TARGET, **LIMITS)["Message"]


@pytest.mark.parametrize("lacking", ON_ALARMS)
def test_a_policy_probes_the_caller_for_its_alarms_too(scaler, lacking):
    others = [action for action in ON_ALARMS if action != lacking]
    client = scaler("application-autoscaling:*", *ON_ENDPOINTS, *others)
    refused = refusal(client.put_scaling_policy, **TARGET, PolicyName="work", PolicyType="TargetTrackingScaling")
    assert f"perform: {lacking} " in refused["Message"]


@pytest.mark.parametrize(
    ("namespace", "code"), [("dynamodb", "AccessDeniedException"), ("sagemaker", "ObjectNotFoundException")]
)
def test_a_grant_may_name_the_service_of_the_targets(cloud, namespace, code):
    root, name = f"arn:aws:iam::{cloud.development}:root", cloud.unique("scaler")
    role = cloud.role(cloud.development, name, root, "logs:PutLogEvents")
    condition = {"StringEquals": {"application-autoscaling:service-namespace": namespace}}
    action = "application-autoscaling:DeregisterScalableTarget"
    grant = cloud.policy({"Effect": "Allow", "Action": action, "Resource": "*", "Condition": condition})
    cloud.client("iam", cloud.development).put_role_policy(RoleName=name, PolicyName="scale", PolicyDocument=grant)
    client = cloud.as_role("application-autoscaling", role)
    assert cloud.code_of(client.deregister_scalable_target, **TARGET) == code
