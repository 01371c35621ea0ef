"""The condition keys of requests for jobs, and tags of jobs, as policies of projects name them."""

import json
from typing import Any

import pytest

IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.4-2-cpu-py3"
SUBNET, GROUP = "subnet-0123456789abcdef0", "sg-0123456789abcdef0"
NETWORK = {"Subnets": [SUBNET], "SecurityGroupIds": [GROUP]}
OUTSIDE = {"Subnets": [SUBNET, "subnet-11111111111111111"], "SecurityGroupIds": [GROUP]}
KEYS = ("sagemaker:VpcSubnets", "sagemaker:VpcSecurityGroupIds")
IN_THE_NETWORK = {
    "Null": dict.fromkeys(KEYS, "false"),
    "ForAllValues:StringEquals": dict(zip(KEYS, ([SUBNET], [GROUP]), strict=True)),
}
REFUSED = "AccessDeniedException"


@pytest.fixture
def allowed(cloud) -> Any:
    """A client as a role that has exactly these statements."""

    def client(*statements: dict[str, Any]) -> Any:
        name = cloud.unique("conditioned")
        role = cloud.role(cloud.development, name, f"arn:aws:iam::{cloud.development}:root")
        document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
        cloud.client("iam", cloud.development).put_role_policy(
            RoleName=name, PolicyName="permissions", PolicyDocument=document
        )
        return cloud.as_role("sagemaker", role)

    return client


@pytest.fixture
def job_role(cloud) -> str:
    return cloud.role(cloud.development, cloud.unique("jobs"), "sagemaker.amazonaws.com", "s3:*", "ecr:*", "logs:*")


def allow(*actions: str, **condition: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": [f"sagemaker:{action}" for action in actions], "Resource": "*"}
    return statement | ({"Condition": condition} if condition else {})


def processing(role: str, **more: Any) -> dict[str, Any]:
    cluster = {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}
    return {
        "RoleArn": role,
        "AppSpecification": {"ImageUri": IMAGE, "ContainerEntrypoint": ["sleep", "30"]},
        "ProcessingResources": {"ClusterConfig": cluster},
        **more,
    }


def training(role: str, **more: Any) -> dict[str, Any]:
    return {
        "RoleArn": role,
        "AlgorithmSpecification": {"TrainingImage": IMAGE, "TrainingInputMode": "File"},
        "OutputDataConfig": {"S3OutputPath": "s3://nowhere/models"},
        "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1},
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        **more,
    }


def test_a_request_without_the_network_of_the_policy_is_refused(cloud, allowed, job_role):
    jobs = allowed(allow("CreateProcessingJob", "CreateTrainingJob", "CreateModel", **IN_THE_NETWORK))
    name = cloud.unique("job")
    for network in ({}, {"NetworkConfig": {"VpcConfig": OUTSIDE}}):
        request = processing(job_role, ProcessingJobName=name, **network)
        assert cloud.code_of(jobs.create_processing_job, **request) == REFUSED
    for network in ({}, {"VpcConfig": OUTSIDE}):
        request = training(job_role, TrainingJobName=name, **network)
        assert cloud.code_of(jobs.create_training_job, **request) == REFUSED
        request = {"ModelName": name, "ExecutionRoleArn": job_role, "PrimaryContainer": {"Image": IMAGE}, **network}
        assert cloud.code_of(jobs.create_model, **request) == REFUSED


def test_a_request_with_the_network_of_the_policy_passes_it(cloud, allowed, job_role):
    """What refuses it then is that no such subnet exists."""
    passing = {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}
    jobs = allowed(allow("CreateProcessingJob", "CreateTrainingJob", **IN_THE_NETWORK), passing)
    inside = processing(job_role, ProcessingJobName=cloud.unique("job"), NetworkConfig={"VpcConfig": NETWORK})
    assert cloud.code_of(jobs.create_processing_job, **inside) == "ValidationException"
    inside = training(job_role, TrainingJobName=cloud.unique("job"), VpcConfig=NETWORK)
    assert cloud.code_of(jobs.create_training_job, **inside) == "ValidationException"


def test_the_key_of_the_output_and_the_model_are_of_the_request(cloud, allowed, job_role):
    model = f"arn:aws:sagemaker:us-east-1:{cloud.development}:model/mine"
    condition = {"StringEquals": {"sagemaker:OutputKmsKey": "own-key", "sagemaker:ModelArn": model}}
    jobs = allowed(allow("CreateTransformJob", **condition))

    def transform(name: str, key: str) -> dict[str, Any]:
        data = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://nowhere/data"}}
        return {
            "TransformJobName": cloud.unique("job"),
            "ModelName": name,
            "TransformInput": {"DataSource": data},
            "TransformOutput": {"S3OutputPath": "s3://nowhere/scored", **({"KmsKeyId": key} if key else {})},
            "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
        }

    for name, key in (("other", "own-key"), ("mine", "other-key"), ("mine", "")):
        assert cloud.code_of(jobs.create_transform_job, **transform(name, key)) == REFUSED
    assert cloud.code_of(jobs.create_transform_job, **transform("mine", "own-key")) != REFUSED


def test_a_job_with_the_tag_of_another_project_is_not_stopped_nor_tagged_again(cloud, allowed, job_role):
    owner, name = cloud.client("sagemaker", cloud.development), cloud.unique("pipelines")
    tag = {"Key": "sagemaker:project-id", "Value": "p-bbbbbbbbbbbb"}
    made = owner.create_processing_job(**processing(job_role, ProcessingJobName=name, Tags=[tag]))
    key = "sagemaker:project-id"
    own, to_own = {f"aws:ResourceTag/{key}": "p-aaaaaaaaaaaa"}, {f"aws:RequestTag/{key}": "p-aaaaaaaaaaaa"}
    attacker = allowed(
        allow("StopProcessingJob", StringEquals=own),
        allow("AddTags", StringEquals=to_own, StringEqualsIfExists=own),
    )
    mine = [tag | {"Value": "p-aaaaaaaaaaaa"}]
    assert cloud.code_of(attacker.add_tags, ResourceArn=made["ProcessingJobArn"], Tags=mine) == REFUSED
    assert cloud.code_of(attacker.stop_processing_job, ProcessingJobName=name) == REFUSED
    victim = allowed(allow("StopProcessingJob", StringEquals={f"aws:ResourceTag/{key}": "p-bbbbbbbbbbbb"}))
    victim.stop_processing_job(ProcessingJobName=name)


def test_the_metadata_of_a_version_are_condition_keys(cloud, allowed):
    registry, group = cloud.client("sagemaker", cloud.development), cloud.unique("Models")
    registry.create_model_package_group(ModelPackageGroupName=group)
    reviewed = {"StringEquals": {"sagemaker:CustomerMetadataProperties/reviewed": "yes"}}
    author = allowed(allow("CreateModelPackage", **reviewed))
    request = {"ModelPackageGroupName": group}
    assert cloud.code_of(author.create_model_package, **request) == REFUSED
    author.create_model_package(**request, CustomerMetadataProperties={"reviewed": "yes"})
