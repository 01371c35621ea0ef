"""CodeCommit: repositories that plain git clones and pushes to, with an event for every moved branch."""

import json
import subprocess
import time

import pytest


@pytest.fixture
def repository(cloud):
    name = cloud.unique("code")
    git = cloud.client("codecommit", cloud.development)
    git.create_repository(repositoryName=name)
    files = [
        {"filePath": "README.md", "fileContent": b"# seed\n"},
        {"filePath": "scripts/run.sh", "fileContent": b"#!/bin/sh\n", "fileMode": "EXECUTABLE"},
    ]
    git.create_commit(repositoryName=name, branchName="main", putFiles=files, commitMessage="Initial commit")
    return name


def _git(place, *arguments, environment=None):
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.com", *arguments]
    done = subprocess.run(command, cwd=place, check=True, capture_output=True, text=True, env=environment)
    return done.stdout.strip()


def _address(cloud, repository):
    described = cloud.client("codecommit", cloud.development).get_repository(repositoryName=repository)
    return described["repositoryMetadata"]["cloneUrlHttp"]


def _clone(cloud, repository, place):
    _git(place, "clone", "--quiet", _address(cloud, repository), "copy", environment=cloud.terminal("development"))
    return place / "copy"


def test_clone_has_the_committed_files_on_the_default_branch(cloud, repository, tmp_path):
    copy = _clone(cloud, repository, tmp_path)
    assert (copy / "README.md").read_text() == "# seed\n"
    assert (copy / "scripts/run.sh").stat().st_mode & 0o100
    assert _git(copy, "branch", "--show-current") == "main"


def test_push_reaches_the_api_and_emits_an_event(cloud, repository, tmp_path):
    queues, events = cloud.client("sqs", cloud.development), cloud.client("events", cloud.development)
    queue = queues.create_queue(QueueName=repository)["QueueUrl"]
    pattern = {"source": ["aws.codecommit"], "detail": {"repositoryName": [repository]}}
    events.put_rule(Name=repository, EventPattern=json.dumps(pattern))
    arn = f"arn:aws:sqs:us-east-1:{cloud.development}:{repository}"
    letting = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}
    policy = cloud.policy({**letting, "Resource": arn})
    queues.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy})
    events.put_targets(Rule=repository, Targets=[{"Id": "queue", "Arn": arn}])
    copy = _clone(cloud, repository, tmp_path)
    (copy / "README.md").write_text("# changed\n")
    _git(copy, "commit", "--quiet", "-am", "Change")
    _git(copy, "push", "--quiet", "origin", "main", environment=cloud.terminal("development"))
    git = cloud.client("codecommit", cloud.development)
    assert git.get_file(repositoryName=repository, filePath="README.md")["fileContent"] == b"# changed\n"
    time.sleep(0.3)
    body = json.loads(queues.receive_message(QueueUrl=queue)["Messages"][0]["Body"])
    assert body["detail"]["event"] == "referenceUpdated"
    assert body["detail"]["commitId"] == _git(copy, "rev-parse", "HEAD")


def test_commit_on_an_outdated_parent_is_refused(cloud, repository):
    git = cloud.client("codecommit", cloud.development)
    change = {"repositoryName": repository, "branchName": "main", "filePath": "a.txt", "fileContent": b"a"}
    assert cloud.code_of(git.put_file, **change) == "ParentCommitIdRequiredException"
    tip = git.get_branch(repositoryName=repository, branchName="main")["branch"]["commitId"]
    git.put_file(**change, parentCommitId=tip)
    assert cloud.code_of(git.put_file, **change, parentCommitId=tip) == "ParentCommitIdOutdatedException"


def test_folder_lists_files_and_folders(cloud, repository):
    git = cloud.client("codecommit", cloud.development)
    root = git.get_folder(repositoryName=repository, folderPath="/")
    assert [entry["absolutePath"] for entry in root["files"]] == ["README.md"]
    assert [entry["absolutePath"] for entry in root["subFolders"]] == ["scripts"]


def test_deleted_repository_cannot_be_cloned(cloud, repository, tmp_path):
    git = cloud.client("codecommit", cloud.development)
    url = git.get_repository(repositoryName=repository)["repositoryMetadata"]["cloneUrlHttp"]
    git.delete_repository(repositoryName=repository)
    with pytest.raises(subprocess.CalledProcessError) as refused:
        _git(tmp_path, "clone", "--quiet", url, "copy", environment=cloud.terminal("development"))
    assert "not found" in refused.value.stderr
