"""Deployment to another account: a change set there, artifacts and key from here, and permissions for each."""

import json

import pytest

from tests.sandbox.services.codepipeline.codepipeline import (
    DEVELOPMENT,
    STAGING,
    PipelineProject,
    action,
    policy_document,
)

TEMPLATE = {
    "Parameters": {"Greeting": {"Type": "String", "AllowedPattern": "^[a-z]+$"}},
    "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Greeting"}}}},
}
CLOUDFORMATION = ["cloudformation:*", "iam:PassRole", "s3:GetObject", "kms:Decrypt"]


class CrossAccount(PipelineProject):
    """A project whose last stage changes a stack of the staging account."""

    def __init__(self, sandbox, folder):
        super().__init__(sandbox, folder)
        self.deploy = self.create_role("deploy", self.roles["pipeline"], CLOUDFORMATION, STAGING)
        self.creator = self.create_role("creator", "cloudformation", ["sns:*"], STAGING)
        self.key = self.client("kms").create_key(Policy=self.key_policy())["KeyMetadata"]["Arn"]
        self.let_in(self.deploy)

    def key_policy(self, *further):
        own = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{DEVELOPMENT}:root"}, "Action": "kms:*"}
        return policy_document(*({**statement, "Resource": "*"} for statement in (own, *further)))

    def let_in(self, *roles):
        """The key's and the bucket's policy name the roles that may read."""
        reads = {"Effect": "Allow", "Principal": {"AWS": list(roles)}}
        self.client("kms").put_key_policy(
            KeyId=self.key, PolicyName="default", Policy=self.key_policy({**reads, "Action": "kms:Decrypt"})
        )
        policy = policy_document({**reads, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{self.name}/*"})
        self.client("s3").put_bucket_policy(Bucket=self.name, Policy=policy)

    def stage_of_staging(self):
        place = {"StackName": self.name, "ChangeSetName": "deploy"}
        made = {
            "ActionMode": "CHANGE_SET_REPLACE",
            "TemplatePath": "BuildOutput::stack.json",
            "TemplateConfiguration": "BuildOutput::settings.json",
            "RoleArn": self.creator,
        }
        inputs = {"inputArtifacts": [{"name": "BuildOutput"}], "roleArn": self.deploy, "runOrder": 1}
        change = action("Change", "Deploy", "CloudFormation", configuration=place | made, **inputs)
        done = {"configuration": place | {"ActionMode": "CHANGE_SET_EXECUTE"}, "roleArn": self.deploy, "runOrder": 2}
        return {"name": "Staging", "actions": [change, action("Execute", "Deploy", "CloudFormation", **done)]}

    def say(self, greeting):
        settings = json.dumps({"Parameters": {"Greeting": greeting}, "Tags": {"who": "me"}})
        return self.push(greeting, **{"stack.json": json.dumps(TEMPLATE), "settings.json": settings})

    def deliver(self):
        store = {"type": "S3", "location": self.name, "encryptionKey": {"id": self.key, "type": "KMS"}}
        self.create_pipeline(self.stage_of_staging(), artifactStore=store)
        self.wait_until_idle()
        return self.executions()[0]

    def stack(self):
        return self.client("cloudformation", STAGING).describe_stacks(StackName=self.name)["Stacks"][0]


@pytest.fixture
def project(own_sandbox, tmp_path):
    made = CrossAccount(own_sandbox, tmp_path)
    built = made.client("codebuild").batch_get_projects(names=[made.name])["projects"][0]
    made.client("codebuild").update_project(name=built["name"], encryptionKey=made.key)
    return made


def test_change_set_is_made_and_executed_in_the_other_account_by_its_own_roles(project):
    project.say("hello")
    assert project.deliver().get("statusSummary") is None
    made = project.stack()
    assert made["StackStatus"] == "CREATE_COMPLETE"
    assert {"Key": "who", "Value": "me"} in made["Tags"]
    assert project.wait_for_end(project.start())["status"] == "Succeeded"  # nothing to change
    project.say("goodbye")
    assert project.wait_for_end(project.start())["status"] == "Succeeded"
    assert project.stack()["StackStatus"] == "UPDATE_COMPLETE"


def test_stack_that_cannot_be_made_fails_the_stage_with_its_reason(project):
    name = project.creator.rpartition("/")[2]
    project.client("iam", STAGING).put_role_policy(
        RoleName=name,
        PolicyName="permissions",
        PolicyDocument=policy_document({"Effect": "Allow", "Action": "sns:Get*", "Resource": "*"}),
    )
    project.say("hello")
    failed = project.deliver()
    assert failed["status"] == "Failed"
    assert "Action Execute of stage Staging failed" in failed["statusSummary"]
    assert (
        f"assumed-role/{name}/AWSCloudFormation is not authorized to perform: sns:CreateTopic"
        in failed["statusSummary"]
    )


def test_a_change_set_whose_execution_failed_is_gone_so_only_the_whole_stage_can_be_retried(project):
    """aws/aws-cdk#11995 and #21677."""
    name = project.creator.rpartition("/")[2]
    iam, policy = project.client("iam", STAGING), {"RoleName": name, "PolicyName": "permissions"}
    iam.put_role_policy(
        **policy,
        PolicyDocument=policy_document({"Effect": "Allow", "Action": ["sns:Get*", "sns:Delete*"], "Resource": "*"}),
    )
    project.say("hello")
    failed = project.deliver()["pipelineExecutionId"]
    project.client("cloudformation", STAGING).delete_stack(StackName=project.name)
    iam.put_role_policy(
        **policy, PolicyDocument=policy_document({"Effect": "Allow", "Action": "sns:*", "Resource": "*"})
    )
    retry = project.client("codepipeline").retry_stage_execution
    again = {"pipelineName": project.name, "pipelineExecutionId": failed, "stageName": "Staging"}
    retry(**again, retryMode="FAILED_ACTIONS")
    assert "does not exist" in project.wait_for_end(failed)["statusSummary"]
    retry(**again, retryMode="ALL_ACTIONS")
    assert project.wait_for_end(failed)["status"] == "Succeeded"
    assert project.stack()["StackStatus"] == "CREATE_COMPLETE"


def test_a_stack_that_could_not_be_rolled_back_fails_the_stage_with_its_state(project):
    """The topic is made and may not be deleted, the second resource is refused."""
    name = project.creator.rpartition("/")[2]
    allowed = policy_document({"Effect": "Allow", "Action": ["sns:Get*", "sns:CreateTopic"], "Resource": "*"})
    project.client("iam", STAGING).put_role_policy(RoleName=name, PolicyName="permissions", PolicyDocument=allowed)
    queue = {"Type": "AWS::SQS::Queue", "DependsOn": "Topic", "Properties": {}}
    template = TEMPLATE | {"Resources": TEMPLATE["Resources"] | {"Queue": queue}}
    settings = json.dumps({"Parameters": {"Greeting": "hello"}})
    project.push("hello", **{"stack.json": json.dumps(template), "settings.json": settings})
    assert "is ROLLBACK_FAILED" in project.deliver()["statusSummary"]
    summary = project.wait_for_end(project.start())["statusSummary"]
    assert "Action Change of stage Staging failed" in summary
    assert f"Stack:{project.stack()['StackId']} is in ROLLBACK_FAILED state and can not be updated." in summary


def test_role_that_the_other_account_trusts_no_longer_is_refused(project):
    """CodePipeline tries the role when the pipeline is created, and again at every action."""
    project.say("hello")
    project.deliver()
    other = project.create_role("other", "codepipeline", ["*"])
    trust = policy_document({"Effect": "Allow", "Principal": {"AWS": other}, "Action": "sts:AssumeRole"})
    iam = project.client("iam", STAGING)
    iam.update_assume_role_policy(RoleName=project.deploy.rpartition("/")[2], PolicyDocument=trust)
    summary = project.wait_for_end(project.start())["statusSummary"]
    assert "Action Change of stage Staging failed: The provided role does not have sufficient permissions" in summary
    assert f"sts:AssumeRole on resource: {project.deploy}" in summary


@pytest.mark.parametrize(("service", "permission"), [("kms", "kms:Decrypt"), ("s3", "s3:GetObject")])
def test_artifacts_are_read_only_by_roles_that_key_and_bucket_name(project, service, permission):
    other = project.create_role("other", "sagemaker", ["*"], STAGING)
    if service == "kms":
        project.client("kms").put_key_policy(KeyId=project.key, PolicyName="default", Policy=project.key_policy())
    else:
        policy = {"Effect": "Allow", "Principal": {"AWS": other}, "Action": permission}
        policy["Resource"] = f"arn:aws:s3:::{project.name}/*"
        project.client("s3").put_bucket_policy(Bucket=project.name, Policy=policy_document(policy))
    project.say("hello")
    summary = project.deliver()["statusSummary"]
    assert f"not authorized to perform: {permission}" in summary
    assert f"assumed-role/{project.deploy.rpartition('/')[2]}/" in summary
