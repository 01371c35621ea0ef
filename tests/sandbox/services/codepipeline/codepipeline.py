"""A small project for tests: a repository, a build, a pipeline and its roles, and what people do with them."""

import json
import subprocess
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

DEVELOPMENT, STAGING = "222222222222", "333333333333"
PERMISSIONS = {
    "pipeline": ["codecommit:*", "codebuild:*", "s3:*", "sns:Publish", "sts:AssumeRole", "kms:*"],
    "build": ["s3:*", "logs:*", "kms:*"],
    "events": ["codepipeline:StartPipelineExecution"],
}
GREETING = """version: 0.2
env:
  exported-variables: [GREETING]
phases:
  build:
    commands:
      - export GREETING="$(cat greeting.txt) $WHO"
      - echo "$GREETING" > output.txt
      - test "$(cat greeting.txt)" != broken
artifacts:
  files: ["*.txt", "*.json"]
"""


def until(look: Callable[[], Any], seconds: float = 20) -> Any:
    """The first true answer."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
    return found


def policy_document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def git(folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> None:
    identity = ["-c", "user.name=me", "-c", "user.email=me@example.com", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, env=environment)


def action(name: str, category: str, provider: str, **more: Any) -> dict[str, Any]:
    kind = {"category": category, "owner": "AWS", "provider": provider, "version": "1"}
    return {"name": name, "actionTypeId": kind, **more}


class PipelineProject:
    """What a template would deploy, made through the API, in the development account."""

    def __init__(self, sandbox: Any, folder: Path) -> None:
        self.sandbox, self.name, self.folder = sandbox, f"p{uuid.uuid4().hex[:8]}", folder
        self.roles = {
            "pipeline": self.create_role("pipeline", "codepipeline", PERMISSIONS["pipeline"]),
            "build": self.create_role("build", "codebuild", PERMISSIONS["build"]),
            "events": self.create_role("events", "events", PERMISSIONS["events"]),
        }
        self.client("s3").create_bucket(Bucket=self.name)
        self.client("codecommit").create_repository(repositoryName=self.name)
        self.checkout = folder / self.name
        self.checkout.mkdir(parents=True)
        git(self.checkout, "init", "-q")
        git(self.checkout, "remote", "add", "origin", f"{sandbox.endpoint}/git/{DEVELOPMENT}/us-east-1/{self.name}")
        self.create_build_project()

    def client(self, service: str, account: str = DEVELOPMENT) -> Any:
        return self.sandbox.client(service, account)

    def create_role(self, name: str, service: str, actions: list[str], account: str = DEVELOPMENT) -> str:
        iam, role = self.client("iam", account), f"{self.name}-{name}"
        trusted = {"Service": f"{service}.amazonaws.com"} if "arn:" not in service else {"AWS": service}
        trust = policy_document({"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"})
        arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        allowed = policy_document({"Effect": "Allow", "Action": actions, "Resource": "*"})
        iam.put_role_policy(RoleName=role, PolicyName="permissions", PolicyDocument=allowed)
        return arn

    def create_build_project(self) -> None:
        self.client("codebuild").create_project(
            name=self.name,
            source={"type": "CODEPIPELINE", "buildspec": "buildspec.yml"},
            artifacts={"type": "CODEPIPELINE"},
            environment={
                "type": "LINUX_CONTAINER",
                "computeType": "BUILD_GENERAL1_SMALL",
                "image": "aws/codebuild/standard:8.0",
                "environmentVariables": [{"name": "WHO", "value": "world"}],
            },
            serviceRole=self.roles["build"],
        )

    def create_pipeline(self, *stages: dict[str, Any], **more: Any) -> None:
        """A source and a build stage, the usual ones unless others are named, and whatever comes after them."""
        branch = {"RepositoryName": self.name, "BranchName": "main", "PollForSourceChanges": "false"}
        source = action("Source", "Source", "CodeCommit", configuration=branch, namespace="Source")
        source["outputArtifacts"] = [{"name": "Code"}]
        first = {"name": "Source", "actions": [more.pop("source", source)]}
        self.client("codepipeline").create_pipeline(
            pipeline={
                "name": self.name,
                "roleArn": self.roles["pipeline"],
                "pipelineType": "V2",
                "executionMode": "QUEUED",
                "artifactStore": {"type": "S3", "location": self.name},
                "stages": [first, more.pop("build", self.build_stage()), *stages],
                **more,
            }
        )

    def build_stage(self, name: str = "Build", namespace: str = "Built", **variables: str) -> dict[str, Any]:
        listed = [{"name": key, "value": value, "type": "PLAINTEXT"} for key, value in variables.items()]
        configuration = {"ProjectName": self.name, "EnvironmentVariables": json.dumps(listed)}
        built = action(name, "Build", "CodeBuild", configuration=configuration, namespace=namespace)
        built |= {"inputArtifacts": [{"name": "Code"}], "outputArtifacts": [{"name": f"{name}Output"}]}
        return {"name": name, "actions": [built]}

    def start_on_push(self) -> None:
        pattern = {"source": ["aws.codecommit"], "detail": {"repositoryName": [self.name]}}
        events = self.client("events")
        events.put_rule(Name=self.name, EventPattern=json.dumps(pattern))
        events.put_targets(Rule=self.name, Targets=[self.target()])

    def target(self, **more: Any) -> dict[str, Any]:
        arn = f"arn:aws:codepipeline:us-east-1:{DEVELOPMENT}:{self.name}"
        return {"Id": "pipeline", "Arn": arn, "RoleArn": self.roles["events"], **more}

    def push(self, greeting: str, **files: str) -> str:
        """Commit and push; the commit."""
        for name, text in {"greeting.txt": greeting, "buildspec.yml": GREETING, **files}.items():
            (self.checkout / name).write_text(text)
        git(self.checkout, "add", "-A")
        git(self.checkout, "commit", "-q", "--allow-empty", "-m", f"Say {greeting}")
        git(self.checkout, "push", "-q", "origin", "HEAD:main", environment=self.sandbox.terminal("development"))
        head = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=self.checkout, capture_output=True, text=True, check=True
        )
        return head.stdout.strip()

    def start(self, **variables: str) -> str:
        listed = [{"name": name, "value": value} for name, value in variables.items()]
        given = {"variables": listed} if listed else {}
        started = self.client("codepipeline").start_pipeline_execution(name=self.name, **given)
        return started["pipelineExecutionId"]

    def executions(self) -> list[dict[str, Any]]:
        listed = self.client("codepipeline").list_pipeline_executions(pipelineName=self.name)
        return listed["pipelineExecutionSummaries"]

    def wait_for_end(self, identifier: str) -> dict[str, Any]:
        """The execution when it is over."""

        def look() -> dict[str, Any] | None:
            found = next(execution for execution in self.executions() if execution["pipelineExecutionId"] == identifier)
            return found if found["status"] not in ("InProgress", "Stopping") else None

        return until(look)

    def wait_until_idle(self) -> None:
        """Wait for all executions, such as the one that the creation started."""
        until(lambda: all(execution["status"] not in ("InProgress", "Stopping") for execution in self.executions()))

    def stage_state(self, name: str) -> dict[str, Any]:
        states = self.client("codepipeline").get_pipeline_state(name=self.name)["stageStates"]
        return next(state for state in states if state["stageName"] == name)

    def latest_run(self, stage: str, number: int = 0) -> dict[str, Any]:
        return self.stage_state(stage)["actionStates"][number].get("latestExecution", {})

    def read_artifact(self, identifier: str, name: str) -> bytes:
        """The content of an output artifact of an execution."""
        listed = self.client("codepipeline").list_action_executions(
            pipelineName=self.name, filter={"pipelineExecutionId": identifier}
        )
        made = [
            artifact
            for detail in listed["actionExecutionDetails"]
            for artifact in detail["output"]["outputArtifacts"]
            if artifact["name"] == name
        ]
        place = made[0]["s3location"]
        return self.client("s3").get_object(Bucket=place["bucket"], Key=place["key"])["Body"].read()
