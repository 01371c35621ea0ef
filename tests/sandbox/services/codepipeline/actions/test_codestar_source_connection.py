"""A repository behind a connection: who may use it, what its source action takes, and what a push to it starts."""

import subprocess

import pytest

from tests.sandbox.services.codepipeline.codepipeline import PipelineProject, action, git, policy_document, until


@pytest.fixture
def project(own_sandbox, tmp_path):
    return PipelineProject(own_sandbox, tmp_path)


def source_of(identifier, name):
    branch = {"ConnectionArn": identifier, "FullRepositoryId": name, "BranchName": "main", "DetectChanges": "false"}
    source = action("Source", "Source", "CodeStarSourceConnection", configuration=branch, namespace="Source")
    return source | {"outputArtifacts": [{"name": "Code"}]}


def connected(project, own_sandbox):
    """The ARN of a connection, and an empty repository behind it."""
    bare = own_sandbox.state / "provider" / "acme" / f"{project.name}.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", bare], check=True)
    connection = project.client("codeconnections").create_connection(ProviderType="GitHub", ConnectionName="code")
    return connection["ConnectionArn"], f"acme/{project.name}"


def let_use(project, identifier, operator, key, name):
    use = {
        "Effect": "Allow",
        "Action": "codeconnections:UseConnection",
        "Resource": identifier,
        "Condition": {operator: {key: name}},
    }
    role = project.roles["pipeline"].rpartition("/")[2]
    project.client("iam").put_role_policy(RoleName=role, PolicyName="use", PolicyDocument=policy_document(use))


@pytest.mark.parametrize(
    ("operator", "key"),
    [
        ("StringEquals", "codeconnections:FullRepositoryId"),
        ("StringEquals", "codestar-connections:FullRepositoryId"),
    ],
)
def test_a_connection_is_refused_to_a_role_that_must_name_the_repository_or_names_it_by_the_other_prefix(
    project, own_sandbox, operator, key
):
    identifier, name = connected(project, own_sandbox)
    let_use(project, identifier, operator, key, name)
    source = source_of(identifier, name)
    project.create_pipeline(source=source)
    project.wait_until_idle()
    assert "perform: codeconnections:UseConnection on resource" in project.executions()[0]["statusSummary"]


@pytest.mark.parametrize("lacking", ["s3:PutObjectAcl", "s3:GetBucketAcl", "s3:GetBucketVersioning"])
def test_a_connections_source_needs_what_the_default_role_of_pipelines_has(project, own_sandbox, lacking):
    identifier, name = connected(project, own_sandbox)
    let_use(project, identifier, "StringEqualsIfExists", "codeconnections:FullRepositoryId", name)
    git(project.checkout, "remote", "set-url", "origin", f"{own_sandbox.endpoint}/provider/{name}.git")
    project.push("hello")
    deny = policy_document({"Effect": "Deny", "Action": lacking, "Resource": "*"})
    role = project.roles["pipeline"].rpartition("/")[2]
    project.client("iam").put_role_policy(RoleName=role, PolicyName="deny", PolicyDocument=deny)
    source = source_of(identifier, name)
    project.create_pipeline(source=source)
    project.wait_until_idle()
    failed = project.executions()[0]
    assert failed["status"] == "Failed"
    assert lacking in failed["statusSummary"] or "Access Denied" in failed["statusSummary"]


def test_push_to_a_connected_repository_starts_the_pipeline_by_its_trigger(project, own_sandbox):
    identifier, name = connected(project, own_sandbox)
    let_use(project, identifier, "StringEqualsIfExists", "codeconnections:FullRepositoryId", name)
    source = source_of(identifier, name)
    pushes = {"sourceActionName": "Source", "push": [{"branches": {"includes": ["main"]}}]}
    project.create_pipeline(
        source=source,
        triggers=[{"providerType": "CodeStarSourceConnection", "gitConfiguration": pushes}],
    )
    project.wait_until_idle()
    assert project.executions()[0]["status"] == "Failed"  # the repository was empty
    git(project.checkout, "remote", "set-url", "origin", f"{own_sandbox.endpoint}/provider/{name}.git")
    commit = project.push("hello")
    started = until(lambda: len(found := project.executions()) == 2 and found)[0]
    assert project.wait_for_end(started["pipelineExecutionId"])["status"] == "Succeeded"
    assert project.executions()[0]["sourceRevisions"][0]["revisionId"] == commit
    assert project.executions()[0]["trigger"]["triggerType"] == "WebhookV2"
