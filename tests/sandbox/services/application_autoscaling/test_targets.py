"""Scalable targets and policies refer to what exists."""


def test_scaling_needs_an_endpoint_and_a_target(cloud):
    scaling = cloud.client("application-autoscaling", cloud.development)
    target = {
        "ServiceNamespace": "sagemaker",
        "ResourceId": "endpoint/missing/variant/all",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    }
    registered = cloud.code_of(scaling.register_scalable_target, **target, MinCapacity=1, MaxCapacity=2)
    policy = cloud.code_of(scaling.put_scaling_policy, **target, PolicyName="load")
    assert (registered, policy) == ("ValidationException", "ObjectNotFoundException")
