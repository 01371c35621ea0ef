"""The sessions of those who attack a project: people, and roles that run an attacker's code."""

import json
import shlex
import time
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.exceptions import ClientError, ParamValidationError

from scripts.aws.account import Account
from scripts.aws.answers import error_code, error_message, tag_list
from scripts.aws.waiting import until
from templates import names

PRINT_SESSION = "import boto3; k = boto3.Session().get_credentials().get_frozen_credentials(); print('SESSION', *k[:3])"
COMMANDS = ("pip install --quiet boto3", f"python -c {shlex.quote(PRINT_SESSION)}")
IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"
PROCESSING_LOGS = "/aws/sagemaker/ProcessingJobs"
PEOPLE = {"colleague": "attacker", "owner": "development", "member": "staging", "outsider": "outsider"}
"""Who attacks: the rehearsal's role whose profile they have. The owner administrates the account of both projects."""


class AttackSession:
    """Credentials of one person or role, in one region."""

    def __init__(self, account: Account, region: str) -> None:
        self.account = account
        self.region = region

    def client(self, service: str) -> Any:
        return self.account.client(service, self.region)

    def assume(self, role: str, tags: Mapping[str, str]) -> "AttackSession":
        """A session of a role that this one can assume, with session tags."""
        more: dict[str, Any] = {"Tags": tag_list(tags)} if tags else {}
        answer = self.client("sts").assume_role(RoleArn=role, RoleSessionName="attack", **more)["Credentials"]
        return self.with_keys(answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"])

    def with_keys(self, key: str, secret: str, token: str) -> "AttackSession":
        """The same configuration, such as the address of a local AWS, with other credentials."""
        session = boto3.Session(
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            aws_session_token=token,
            region_name=self.region,
            profile_name=self.account.session.profile_name,
        )
        return AttackSession(Account(session, self.region), self.region)


class Attackers:
    """One region. Builds and jobs of the attacker are started and read by the administrator of the account."""

    buildspec = json.dumps({"version": 0.2, "phases": {"build": {"commands": COMMANDS}}})

    def __init__(self, profiles: Mapping[str, str], region: str) -> None:
        known = {name: profiles[role] for name, role in PEOPLE.items() if role in profiles}
        self._people = {name: AttackSession(Account.of_profile(profile), region) for name, profile in known.items()}
        self._owner = self._people["owner"]

    @property
    def asset_bucket(self) -> str:
        setting = self._owner.client("ssm").get_parameter(Name=f"{names.SETTINGS}asset-bucket")
        return setting["Parameter"]["Value"]

    def people(self) -> Mapping[str, AttackSession]:
        return self._people

    def stop(self, pipeline: str) -> None:
        """End what a launch has started, so that a push is built at once."""
        pipelines, builds = self._owner.client("codepipeline"), self._owner.client("codebuild")
        for item in pipelines.list_pipeline_executions(pipelineName=pipeline)["pipelineExecutionSummaries"]:
            identifier = item["pipelineExecutionId"]
            if item["status"] == "InProgress":
                pipelines.stop_pipeline_execution(pipelineName=pipeline, pipelineExecutionId=identifier, abandon=True)
        for build in builds.list_builds_for_project(projectName=pipeline)["ids"]:
            builds.stop_build(id=build)

    def build(self, project: str) -> AttackSession:
        """The session of a build's role, as commands read it that run in the build."""
        builds = self._owner.client("codebuild")
        started = builds.start_build(
            projectName=project,
            sourceTypeOverride="NO_SOURCE",
            artifactsOverride={"type": "NO_ARTIFACTS"},
            buildspecOverride=self.buildspec,
        )["build"]["id"]

        def finished() -> Any:
            (build,) = builds.batch_get_builds(ids=[started])["builds"]
            return build if build["buildComplete"] else None

        log = until(finished, lambda: None, f"build {started}")["logs"]
        return self.printed(log["groupName"], log["streamName"])

    def job(self, role: str) -> AttackSession:
        """The session of a role that jobs run as, as a program reads it that runs in a job."""
        jobs, name = self._owner.client("sagemaker"), f"pipelines-attack-{time.time_ns():x}"
        resources = {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1}
        jobs.create_processing_job(
            ProcessingJobName=name,
            RoleArn=role,
            AppSpecification={"ImageUri": IMAGE, "ContainerEntrypoint": ["python3", "-c", PRINT_SESSION]},
            ProcessingResources={"ClusterConfig": resources},
        )

        def finished() -> Any:
            job = jobs.describe_processing_job(ProcessingJobName=name)
            return job if job["ProcessingJobStatus"] in ("Completed", "Failed", "Stopped") else None

        until(finished, lambda: None, f"job {name}")
        return self.printed(PROCESSING_LOGS, f"{name}/")

    def printed(self, group: str, stream: str) -> AttackSession:
        """The session that a build or a job has printed."""
        logs = self._owner.client("logs")
        streams = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix=stream)["logStreams"]
        name = streams[0]["logStreamName"]
        found = logs.get_log_events(logGroupName=group, logStreamName=name, startFromHead=True)["events"]
        line = next(event["message"] for event in found if event["message"].startswith("SESSION "))
        return self._owner.with_keys(*line.split()[1:4])

    def explain(self, error: Exception) -> str | None:
        """AWS's code and sentence, or botocore's refusal to send a request; None when it is neither."""
        match error:
            case ClientError():
                return f"{error_code(error)}: {error_message(error)}"
            case ParamValidationError():
                return str(error)
            case _:
                return None
