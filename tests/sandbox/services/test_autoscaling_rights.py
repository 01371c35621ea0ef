"""Rights on what scales an endpoint are rights on scalable targets."""


def test_a_right_on_scalable_targets_is_enough_to_ask_for_one(cloud):
    root = f"arn:aws:iam::{cloud.development}:root"
    role = cloud.role(cloud.development, cloud.unique("scaler"), root)
    target = {
        "ServiceNamespace": "sagemaker",
        "ResourceId": "endpoint/missing/variant/all",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    }
    scaler = cloud.as_role("application-autoscaling", role)
    wanted = {**target, "MinCapacity": 1, "MaxCapacity": 2}
    assert cloud.code_of(scaler.register_scalable_target, **wanted) == "AccessDeniedException"
    right = {
        "Effect": "Allow",
        "Action": "application-autoscaling:RegisterScalableTarget",
        "Resource": f"arn:aws:application-autoscaling:*:{cloud.development}:scalable-target/*",
    }
    cloud.client("iam", cloud.development).put_role_policy(
        RoleName=role.rpartition("/")[2], PolicyName="scale", PolicyDocument=cloud.policy(right)
    )
    assert cloud.code_of(scaler.register_scalable_target, **wanted) == "ValidationException"
    assert cloud.code_of(scaler.deregister_scalable_target, **target) == "AccessDeniedException"
