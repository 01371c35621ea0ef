"""A repository behind a connection: who may use it, what its source action takes, and what a push to it starts."""

import subprocess

import pytest

from tests.sandbox.services.codepipeline.codepipeline import Project, action, document, git, until


@pytest.fixture(scope="module")
def delivering(make_sandbox):
    return make_sandbox()


@pytest.fixture
def project(delivering, tmp_path):
    return Project(delivering, tmp_path)


def source_of(identifier, name):
    branch = {"ConnectionArn": identifier, "FullRepositoryId": name, "BranchName": "main", "DetectChanges": "false"}
    source = action("Source", "Source", "CodeStarSourceConnection", configuration=branch, namespace="Source")
    return source | {"outputArtifacts": [{"name": "Code"}]}


def connected(project, delivering):
    """The ARN of a connection, and an empty repository behind it."""
    bare = delivering.state / "provider" / "acme" / f"{project.name}.git"
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
    project.client("iam").put_role_policy(RoleName=role, PolicyName="use", PolicyDocument=document(use))


@pytest.mark.parametrize(
    ("operator", "key"),
    [
        ("StringEquals", "codeconnections:FullRepositoryId"),
        ("StringEquals", "codestar-connections:FullRepositoryId"),
    ],
)
def test_a_connection_is_refused_to_who_must_name_the_repository_or_names_it_by_the_other_prefix(
    project, delivering, operator, key
):
    identifier, name = connected(project, delivering)
    let_use(project, identifier, operator, key, name)
    source = source_of(identifier, name)
    project.create_pipeline(source=source)
    project.quiet()
    assert "perform: codeconnections:UseConnection on resource" in project.executions()[0]["statusSummary"]


@pytest.mark.parametrize("lacking", ["s3:PutObjectAcl", "s3:GetBucketAcl", "s3:GetBucketVersioning"])
def test_a_connections_source_needs_what_the_default_role_of_pipelines_has(project, delivering, lacking):
    identifier, name = connected(project, delivering)
    let_use(project, identifier, "StringEqualsIfExists", "codeconnections:FullRepositoryId", name)
    git(project.checkout, "remote", "set-url", "origin", f"{delivering.endpoint}/provider/{name}.git")
    project.push("hello")
    deny = document({"Effect": "Deny", "Action": lacking, "Resource": "*"})
    role = project.roles["pipeline"].rpartition("/")[2]
    project.client("iam").put_role_policy(RoleName=role, PolicyName="deny", PolicyDocument=deny)
    source = source_of(identifier, name)
    project.create_pipeline(source=source)
    project.quiet()
    failed = project.executions()[0]
    assert failed["status"] == "Failed"
    assert lacking in failed["statusSummary"] or "Access Denied" in failed["statusSummary"]


def test_push_to_a_connected_repository_starts_the_pipeline_by_its_trigger(project, delivering):
    identifier, name = connected(project, delivering)
    let_use(project, identifier, "StringEqualsIfExists", "codeconnections:FullRepositoryId", name)
    source = source_of(identifier, name)
    pushes = {"sourceActionName": "Source", "push": [{"branches": {"includes": ["main"]}}]}
    project.create_pipeline(
        source=source,
        triggers=[{"providerType": "CodeStarSourceConnection", "gitConfiguration": pushes}],
    )
    project.quiet()
    assert project.executions()[0]["status"] == "Failed"  # the repository was empty
    git(project.checkout, "remote", "set-url", "origin", f"{delivering.endpoint}/provider/{name}.git")
    commit = project.push("hello")
    started = until(lambda: len(found := project.executions()) == 2 and found)[0]
    assert project.ended(started["pipelineExecutionId"])["status"] == "Succeeded"
    assert project.executions()[0]["sourceRevisions"][0]["revisionId"] == commit
    assert project.executions()[0]["trigger"]["triggerType"] == "WebhookV2"
