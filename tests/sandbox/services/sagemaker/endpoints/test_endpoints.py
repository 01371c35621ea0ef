"""Endpoints that answer: real processes, traffic that moves, alarms that move it back."""

import json
import time

import pytest
from botocore.exceptions import ClientError

INSTANCE = {"InstanceType": "ml.m5.large", "InitialInstanceCount": 2}


def invoke(runtime, endpoint, body="1", kind="text/csv"):
    return runtime.invoke_endpoint(EndpointName=endpoint, Body=body, ContentType=kind)["Body"].read().decode()


def test_endpoint_answers_with_the_model_and_its_code(sagemaker_sandbox, runtime):
    sagemaker_sandbox.endpoint("answers", "7")
    answer = runtime.invoke_endpoint(EndpointName="answers", Body="a\nb", ContentType="text/csv")
    assert answer["Body"].read() == b"7\n7\n"
    assert answer["ContentType"] == "text/csv"
    assert answer["InvokedProductionVariant"] == "AllTraffic"


def test_what_the_model_refuses_is_a_model_error_with_its_status_and_text(sagemaker_sandbox, runtime):
    sagemaker_sandbox.endpoint("refuses", "7")
    with pytest.raises(ClientError) as refused:
        invoke(runtime, "refuses", kind="image/png")
    assert refused.value.response["Error"]["Code"] == "ModelError"
    assert refused.value.response["OriginalStatusCode"] == 415
    assert refused.value.response["OriginalMessage"] == "send text/csv"
    with pytest.raises(ClientError) as broken:
        invoke(runtime, "refuses", "break")
    assert broken.value.response["OriginalStatusCode"] == 500


def test_who_may_not_invoke_is_refused_by_iam(sagemaker_sandbox, own_sandbox):
    sagemaker_sandbox.endpoint("guarded", "7")
    role = sagemaker_sandbox.make_role("stranger", ["sagemaker:DescribeEndpoint"])
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{sagemaker_sandbox.account}:root"},
        "Action": "sts:AssumeRole",
    }
    own_sandbox.client("iam", sagemaker_sandbox.account).update_assume_role_policy(
        RoleName="stranger", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    )
    session = own_sandbox.client("sts", sagemaker_sandbox.account).assume_role(RoleArn=role, RoleSessionName="test")
    stranger = own_sandbox.client_with("sagemaker-runtime", session["Credentials"])
    denied = "sagemaker:InvokeEndpoint on resource: arn:aws:sagemaker:us-east-1:222222222222:endpoint/guarded"
    with pytest.raises(ClientError, match=denied):
        invoke(stranger, "guarded")


def test_model_whose_archive_cannot_be_read_fails_the_endpoint_with_the_reason(sagemaker_sandbox):
    configuration = sagemaker_sandbox.configuration("missing", "7")
    sagemaker_sandbox.s3.delete_object(Bucket=sagemaker_sandbox.bucket, Key="models/missing/model.tar.gz")
    sagemaker_sandbox.sagemaker.create_endpoint(EndpointName="missing", EndpointConfigName=configuration)
    endpoint = sagemaker_sandbox.rested("missing")
    assert endpoint["EndpointStatus"] == "Failed"
    assert "models/missing/model.tar.gz" in endpoint["FailureReason"]


def test_captured_requests_lie_in_s3_as_lines_of_json(sagemaker_sandbox, runtime):
    capture = {
        "EnableCapture": True,
        "InitialSamplingPercentage": 100,
        "DestinationS3Uri": f"s3://{sagemaker_sandbox.bucket}/capture",
        "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
    }
    sagemaker_sandbox.endpoint("captures", "7", DataCaptureConfig=capture)
    invoke(runtime, "captures", "one")
    deadline = time.monotonic() + 10
    while not (keys := sagemaker_sandbox.keys("capture/captures/AllTraffic/")) and time.monotonic() < deadline:
        time.sleep(0.1)
    data = json.loads(sagemaker_sandbox.get(keys[0]).splitlines()[0])["captureData"]
    assert (data["endpointInput"]["data"], data["endpointOutput"]["data"]) == ("one", "7\n")


def test_asynchronous_endpoint_leaves_its_answer_in_s3(sagemaker_sandbox, runtime):
    place = f"s3://{sagemaker_sandbox.bucket}/later"
    output = {"S3OutputPath": f"{place}/answers", "S3FailurePath": f"{place}/failures"}
    sagemaker_sandbox.endpoint("later", "7", AsyncInferenceConfig={"OutputConfig": output})
    request = sagemaker_sandbox.put("later/requests/1", "a b")
    places = runtime.invoke_endpoint_async(EndpointName="later", InputLocation=request, ContentType="text/csv")
    key = places["OutputLocation"].removeprefix(f"s3://{sagemaker_sandbox.bucket}/")
    deadline = time.monotonic() + 10
    while not sagemaker_sandbox.keys(key) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert sagemaker_sandbox.get(key) == "7\n7\n"


def test_serverless_endpoint_answers_and_captures_nothing(sagemaker_sandbox, runtime):
    serverless = {"ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 5}}
    sagemaker_sandbox.endpoint("serverless", "7", kind=serverless)
    assert invoke(runtime, "serverless") == "7\n"
    capture = {
        "InitialSamplingPercentage": 1,
        "DestinationS3Uri": "s3://no",
        "CaptureOptions": [{"CaptureMode": "Input"}],
    }
    with pytest.raises(ClientError, match="Data capture is not supported for serverless"):
        sagemaker_sandbox.configuration("captured", "7", kind=serverless, DataCaptureConfig=capture)


def test_weights_divide_the_requests_between_variants(sagemaker_sandbox, runtime):
    variants = [
        {"VariantName": name, "ModelName": sagemaker_sandbox.model(f"weights-{name}", name), **INSTANCE}
        for name in ("A", "B")
    ]
    sagemaker_sandbox.sagemaker.create_endpoint_config(EndpointConfigName="weights", ProductionVariants=variants)
    sagemaker_sandbox.sagemaker.create_endpoint(EndpointName="weights", EndpointConfigName="weights")
    sagemaker_sandbox.rested("weights")
    assert {invoke(runtime, "weights").strip() for _ in range(40)} == {"A", "B"}
    wanted = [{"VariantName": "A", "DesiredWeight": 0}, {"VariantName": "B", "DesiredWeight": 1}]
    sagemaker_sandbox.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="weights", DesiredWeightsAndCapacities=wanted
    )
    sagemaker_sandbox.rested("weights")
    assert {invoke(runtime, "weights").strip() for _ in range(20)} == {"B"}


def test_scaling_needs_a_variant_of_the_endpoint_and_is_kept(sagemaker_sandbox, own_sandbox):
    sagemaker_sandbox.endpoint("scales", "7")
    scaling = own_sandbox.client("application-autoscaling", sagemaker_sandbox.account)
    dimension = "sagemaker:variant:DesiredInstanceCount"
    target = {"ServiceNamespace": "sagemaker", "ScalableDimension": dimension, "MinCapacity": 1, "MaxCapacity": 2}
    with pytest.raises(ClientError, match="has no variant other"):
        scaling.register_scalable_target(ResourceId="endpoint/scales/variant/other", **target)
    scaling.register_scalable_target(ResourceId="endpoint/scales/variant/AllTraffic", **target)
    found = scaling.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
    assert [(target["MinCapacity"], target["MaxCapacity"]) for target in found] == [(1, 2)]


def test_a_targets_tags_say_who_changes_it(sagemaker_sandbox, own_sandbox):
    """Service Authorization Reference, "AWS Application Auto Scaling": aws:ResourceTag of scalable targets."""
    sagemaker_sandbox.endpoint("tagged", "7")
    scaling = own_sandbox.client("application-autoscaling", sagemaker_sandbox.account)
    dimension, resource = "sagemaker:variant:DesiredInstanceCount", "endpoint/tagged/variant/AllTraffic"
    target = {"ServiceNamespace": "sagemaker", "ScalableDimension": dimension, "ResourceId": resource}
    tags = {"sagemaker:project-id": "p-own123def456"}
    arn = scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=2, Tags=tags)["ScalableTargetARN"]
    assert scaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == tags
    role = sagemaker_sandbox.make_role("other-scaler", ["*"], "cloudformation.amazonaws.com")
    denied = {"StringEquals": {"aws:ResourceTag/sagemaker:project-id": "p-own123def456"}}
    deny = {"Effect": "Deny", "Action": "application-autoscaling:*", "Resource": "*", "Condition": denied}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [deny]})
    iam = own_sandbox.client("iam", sagemaker_sandbox.account)
    iam.put_role_policy(RoleName="other-scaler", PolicyName="deny", PolicyDocument=policy)
    sts = own_sandbox.client("sts", sagemaker_sandbox.account)
    session = sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    other = own_sandbox.client_with("application-autoscaling", session)
    for change, request in (
        (other.deregister_scalable_target, target),
        (other.untag_resource, {"ResourceARN": arn, "TagKeys": list(tags)}),
    ):
        with pytest.raises(ClientError, match="AccessDenied"):
            change(**request)
    scaling.untag_resource(ResourceARN=arn, TagKeys=list(tags))
    other.deregister_scalable_target(**target)


def test_endpoints_answer_again_after_a_restart(sagemaker_sandbox, runtime, own_sandbox):
    sagemaker_sandbox.endpoint("survives", "7")
    own_sandbox.run("stop")
    own_sandbox.start()
    assert invoke(runtime, "survives") == "7\n"
