"""SageMaker's registry and plain resources: numbered packages, announced approvals, checked references."""

import json
import time

import pytest


@pytest.fixture
def group(cloud):
    name = cloud.unique("models")
    cloud.client("sagemaker", cloud.development).create_model_package_group(ModelPackageGroupName=name)
    return name


def _approvals(cloud, group):
    """A queue that receives the approval events of a group."""
    queues, events = cloud.client("sqs", cloud.development), cloud.client("events", cloud.development)
    queue = queues.create_queue(QueueName=group)["QueueUrl"]
    arn = f"arn:aws:sqs:us-east-1:{cloud.development}:{group}"
    pattern = {"source": ["aws.sagemaker"], "detail": {"ModelPackageGroupName": [group]}}
    events.put_rule(Name=group, EventPattern=json.dumps(pattern))
    letting = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}
    policy = cloud.policy({**letting, "Resource": arn})
    queues.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    events.put_targets(Rule=group, Targets=[{"Id": "queue", "Arn": arn}])
    return lambda: [
        json.loads(message["Body"])["detail"]["ModelApprovalStatus"]
        for message in queues.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
    ]


def test_packages_are_numbered_and_listed_newest_first(cloud, group):
    registry = cloud.client("sagemaker", cloud.development)
    made = [registry.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"] for _ in range(2)]
    listed = registry.list_model_packages(ModelPackageGroupName=group)["ModelPackageSummaryList"]
    assert [summary["ModelPackageArn"] for summary in listed] == made[::-1]
    assert made[1].endswith(f"model-package/{group}/2")


@pytest.mark.parametrize("value", ["53 % better", "better, much", "x" * 257, 'a "quoted" word'])
def test_a_property_with_signs_or_lengths_that_the_registry_does_not_take_is_refused(cloud, group, value):
    registry = cloud.client("sagemaker", cloud.development)
    request = {"ModelPackageGroupName": group, "CustomerMetadataProperties": {"verdict": value}}
    assert cloud.code_of(registry.create_model_package, **request) == "ValidationException"
    registry.create_model_package(
        ModelPackageGroupName=group,
        CustomerMetadataProperties={"verdict": "AUC 0.9 of at least 0.8 - é: s3://a/b_c+d=@"},
    )


def test_only_a_real_change_of_approval_is_announced(cloud, group):
    registry, received = cloud.client("sagemaker", cloud.development), _approvals(cloud, group)
    package = registry.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]
    for _ in range(2):
        registry.update_model_package(ModelPackageArn=package, ModelApprovalStatus="Approved")
    time.sleep(0.3)
    assert sorted(received()) == ["Approved", "PendingManualApproval"]


def test_group_with_packages_cannot_be_deleted(cloud, group):
    registry = cloud.client("sagemaker", cloud.development)
    package = registry.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]
    assert cloud.code_of(registry.delete_model_package_group, ModelPackageGroupName=group) == "ConflictException"
    registry.delete_model_package(ModelPackageName=package)
    registry.delete_model_package_group(ModelPackageGroupName=group)


def test_other_account_sees_a_package_only_through_the_policy_of_its_group(cloud, group):
    registry, other = cloud.client("sagemaker", cloud.development), cloud.client("sagemaker", "333333333333")
    package = registry.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]
    assert cloud.code_of(other.describe_model_package, ModelPackageName=package) == "ValidationException"
    reader = {"AWS": "arn:aws:iam::333333333333:root"}
    resource = f"arn:aws:sagemaker:us-east-1:{cloud.development}:model-package/{group}/*"
    allowed = {"Effect": "Allow", "Principal": reader, "Action": "sagemaker:DescribeModelPackage", "Resource": resource}
    registry.put_model_package_group_policy(ModelPackageGroupName=group, ResourcePolicy=cloud.policy(allowed))
    assert other.describe_model_package(ModelPackageName=package)["ModelPackageVersion"] == 1


def test_another_accounts_package_becomes_a_model_only_when_both_accounts_allow_it(cloud, group):
    """SageMaker developer guide, "Deploy a Model Version from a Different Account"."""
    staging = "333333333333"
    registry = cloud.client("sagemaker", cloud.development)
    package = registry.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]
    runs = cloud.role(staging, cloud.unique("runs"), "sagemaker.amazonaws.com")
    maker = cloud.role(staging, cloud.unique("maker"), f"arn:aws:iam::{staging}:root")
    client, iam = cloud.as_role("sagemaker", maker), cloud.client("iam", staging)

    def grant(*resources):
        own = {
            "Effect": "Allow",
            "Action": "sagemaker:CreateModel",
            "Resource": [f"arn:aws:sagemaker:*:{staging}:model/*", *resources],
        }
        passing = {"Effect": "Allow", "Action": "iam:PassRole", "Resource": runs}
        document = cloud.policy(own, passing)
        iam.put_role_policy(RoleName=maker.rpartition("/")[2], PolicyName="make", PolicyDocument=document)

    def make():
        primary = {"ModelPackageName": package}
        client.create_model(ModelName=cloud.unique("foreign"), PrimaryContainer=primary, ExecutionRoleArn=runs)

    allowed = {"Effect": "Allow", "Principal": {"AWS": maker}, "Resource": f"{package.rpartition('/')[0]}/*"}
    allowed["Action"] = ["sagemaker:CreateModel", "sagemaker:DescribeModelPackage"]
    grant()
    registry.put_model_package_group_policy(ModelPackageGroupName=group, ResourcePolicy=cloud.policy(allowed))
    assert cloud.code_of(make) == "AccessDeniedException"
    grant(package)
    make()
    registry.delete_model_package_group_policy(ModelPackageGroupName=group)
    assert cloud.code_of(make) in ("AccessDeniedException", "ValidationException")


def test_policy_can_forbid_approving(cloud, group):
    root = f"arn:aws:iam::{cloud.development}:root"
    role = cloud.role(cloud.development, cloud.unique("trainer"), root, "sagemaker:*")
    denied = {
        "Effect": "Deny",
        "Action": ["sagemaker:CreateModelPackage", "sagemaker:UpdateModelPackage"],
        "Resource": "*",
        "Condition": {"StringEquals": {"sagemaker:ModelApprovalStatus": "Approved"}},
    }
    cloud.client("iam", cloud.development).put_role_policy(
        RoleName=role.rpartition("/")[2], PolicyName="no-approval", PolicyDocument=cloud.policy(denied)
    )
    trainer = cloud.as_role("sagemaker", role)
    package = trainer.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]
    approve = {"ModelPackageArn": package, "ModelApprovalStatus": "Approved"}
    assert cloud.code_of(trainer.update_model_package, **approve) == "AccessDeniedException"
    trainer.update_model_package(ModelPackageArn=package, ModelApprovalStatus="Rejected")


def test_reference_to_nothing_is_refused(cloud):
    studio = cloud.client("sagemaker", cloud.development)
    variant = {"VariantName": "all", "ModelName": "missing", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
    wanted = {"EndpointConfigName": "nothing", "ProductionVariants": [variant]}
    assert cloud.code_of(studio.create_endpoint_config, **wanted) == "ValidationException"
    endpoint = {"EndpointName": "nothing", "EndpointConfigName": "missing"}
    assert cloud.code_of(studio.create_endpoint, **endpoint) == "ValidationException"


def test_what_is_not_there_cannot_be_started_or_invoked(cloud):
    studio, runtime = cloud.client("sagemaker", cloud.development), cloud.client("sagemaker-runtime", cloud.development)
    assert cloud.code_of(studio.start_pipeline_execution, PipelineName="training") == "ResourceNotFound"
    assert cloud.code_of(runtime.invoke_endpoint, EndpointName="x", Body=b"1") == "ValidationError"


def test_operation_that_is_not_emulated_names_itself(cloud):
    studio = cloud.client("sagemaker", cloud.development)
    with pytest.raises(studio.exceptions.ClientError, match=r"SandboxNotImplemented.*sagemaker:ListDomains"):
        studio.list_domains()


def test_value_outside_an_enumeration_is_refused_as_aws_words_it(cloud, group):
    registry = cloud.client("sagemaker", cloud.development)
    wrong = {"ModelPackageGroupName": group, "ModelApprovalStatus": "Maybe"}
    with pytest.raises(registry.exceptions.ClientError, match="Member must satisfy enum value set"):
        registry.create_model_package(**wrong)


def test_repository_of_studio_keeps_its_tags(cloud):
    studio, name = cloud.client("sagemaker", cloud.development), cloud.unique("repository")
    url = {"RepositoryUrl": "https://example.com/code.git", "Branch": "main"}
    tags = [{"Key": "sagemaker:project-id", "Value": "p-0123456789ab"}]
    made = studio.create_code_repository(CodeRepositoryName=name, GitConfig=url, Tags=tags)["CodeRepositoryArn"]
    assert studio.list_tags(ResourceArn=made)["Tags"] == tags
    assert studio.describe_code_repository(CodeRepositoryName=name)["GitConfig"] == url


def test_a_version_has_no_tags(cloud, group):
    registry, tags = cloud.client("sagemaker", cloud.development), [{"Key": "team", "Value": "a"}]
    with pytest.raises(registry.exceptions.ClientError, match="Tags are not supported in Model Package versions"):
        registry.create_model_package(ModelPackageGroupName=group, Tags=tags)
    package = registry.create_model_package(ModelPackageGroupName=group)["ModelPackageArn"]
    with pytest.raises(registry.exceptions.ClientError, match="Please add them to the Model Package Group"):
        registry.add_tags(ResourceArn=package, Tags=tags)
    assert registry.list_tags(ResourceArn=package)["Tags"] == []
