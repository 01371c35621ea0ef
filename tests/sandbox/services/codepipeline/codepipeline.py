"""A small project that delivers: a repository, a build, a pipeline, its roles, and what people do with it."""

import json
import subprocess
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

DEVELOPMENT, STAGING = "222222222222", "333333333333"
RIGHTS = {
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
      - echo "$GREETING" > told.txt
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


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def git(folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> None:
    identity = ["-c", "user.name=me", "-c", "user.email=me@example.com", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, env=environment)


def action(name: str, category: str, provider: str, **more: Any) -> dict[str, Any]:
    kind = {"category": category, "owner": "AWS", "provider": provider, "version": "1"}
    return {"name": name, "actionTypeId": kind, **more}


class Project:
    """What a template would deploy, made through the API, in the development account."""

    def __init__(self, sandbox: Any, folder: Path) -> None:
        self.sandbox, self.name, self.folder = sandbox, f"p{uuid.uuid4().hex[:8]}", folder
        self.roles = {
            "pipeline": self.role("pipeline", "codepipeline", RIGHTS["pipeline"]),
            "build": self.role("build", "codebuild", RIGHTS["build"]),
            "events": self.role("events", "events", RIGHTS["events"]),
        }
        self.client("s3").create_bucket(Bucket=self.name)
        self.client("codecommit").create_repository(repositoryName=self.name)
        self.checkout = folder / self.name
        self.checkout.mkdir(parents=True)
        git(self.checkout, "init", "-q")
        git(self.checkout, "remote", "add", "origin", f"{sandbox.endpoint}/git/{DEVELOPMENT}/us-east-1/{self.name}")
        self.make_build()

    def client(self, service: str, account: str = DEVELOPMENT) -> Any:
        return self.sandbox.client(service, account)

    def role(self, what: str, service: str, rights: list[str], account: str = DEVELOPMENT) -> str:
        iam, name = self.client("iam", account), f"{self.name}-{what}"
        trusted = {"Service": f"{service}.amazonaws.com"} if "arn:" not in service else {"AWS": service}
        trust = document({"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"})
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        allowed = document({"Effect": "Allow", "Action": rights, "Resource": "*"})
        iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=allowed)
        return made

    def make_build(self) -> None:
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

    def ended(self, identifier: str) -> dict[str, Any]:
        """The execution when it is over."""

        def look() -> dict[str, Any] | None:
            found = next(each for each in self.executions() if each["pipelineExecutionId"] == identifier)
            return found if found["status"] not in ("InProgress", "Stopping") else None

        return until(look)

    def quiet(self) -> None:
        """Wait for whatever runs, such as the execution that the creation started."""
        until(lambda: all(each["status"] not in ("InProgress", "Stopping") for each in self.executions()))

    def stage(self, name: str) -> dict[str, Any]:
        states = self.client("codepipeline").get_pipeline_state(name=self.name)["stageStates"]
        return next(state for state in states if state["stageName"] == name)

    def action(self, stage: str, number: int = 0) -> dict[str, Any]:
        return self.stage(stage)["actionStates"][number].get("latestExecution", {})

    def artifact(self, identifier: str, name: str) -> bytes:
        """The zip that an execution's action handed on."""
        listed = self.client("codepipeline").list_action_executions(
            pipelineName=self.name, filter={"pipelineExecutionId": identifier}
        )
        made = [
            each
            for detail in listed["actionExecutionDetails"]
            for each in detail["output"]["outputArtifacts"]
            if each["name"] == name
        ]
        place = made[0]["s3location"]
        return self.client("s3").get_object(Bucket=place["bucket"], Key=place["key"])["Body"].read()
