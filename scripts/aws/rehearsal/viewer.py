"""View of one account: endpoints, stacks, files, logs, events, roles. Stages are retried, endpoint stacks deleted."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError

from scripts.aws import stacks
from scripts.aws.account import Account
from scripts.aws.rehearsal.builds import build_outcome
from scripts.aws.rehearsal.files import Files
from scripts.aws.role_policies import policies_of
from scripts.rehearsal.roles import Grants, Log, SampleRequest
from templates.names import LAUNCH_ROLE, PATH

LINES_READ, LINES_SHOWN = 100, 12
EVENTS_AT_ONCE = 50
# A retry would hide a failed request from the probe that counts them.
ONCE = Config(retries={"total_max_attempts": 1})


class Viewer:
    """One account and region."""

    def __init__(self, account: Account, region: str) -> None:
        self.account = account
        self.region = region
        self.runtime: Any = account.session.client("sagemaker-runtime", region, config=ONCE)
        self.cloudformation: Any = account.cloudformation(region)
        self.codepipeline: Any = account.client("codepipeline", region)
        self.codebuild: Any = account.client("codebuild", region)
        self.files = Files(account, region)

    @property
    def number(self) -> str:
        """The account's 12 digits."""
        return self.account.identity().account

    def invoke(self, endpoint: str, request: SampleRequest) -> str:
        answer = self.runtime.invoke_endpoint(
            EndpointName=endpoint,
            Body=request.body.encode(),
            ContentType=request.content_type,
            Accept=request.accept,
        )
        return answer["Body"].read().decode()

    def stack_parameters(self, stack: str) -> Mapping[str, str]:
        """The parameters that a stack was deployed with; empty when there is no stack."""
        found = stacks.find_stack(self.cloudformation, stack)
        return found.parameters if found else {}

    def delete_stack(self, stack: str) -> bool:
        """Delete a stack and wait until it is gone; False when there is none."""
        return stacks.delete_stack(self.cloudformation, stack, lambda: None)

    def build_outcome(self, log: Log) -> str:
        """Of a build that its team cannot see: Studio's policies are for those named `sagemaker*`."""
        return build_outcome(self.codebuild, log)

    def retry_stage(self, pipeline: str, execution: str, stage: str) -> None:
        """All actions of a stage that failed, as the account's alert says."""
        self.codepipeline.retry_stage_execution(
            pipelineName=pipeline, pipelineExecutionId=execution, stageName=stage, retryMode="ALL_ACTIONS"
        )

    def start_execution(self, pipeline: str) -> str:
        """The id of the new execution, as the pipeline's schedule would start one."""
        return self.codepipeline.start_pipeline_execution(name=pipeline)["pipelineExecutionId"]

    def alarm_state(self, alarm: str) -> str:
        """OK, ALARM or INSUFFICIENT_DATA; empty if there is no such alarm."""
        found = self.account.client("cloudwatch", self.region).describe_alarms(AlarmNames=[alarm])["MetricAlarms"]
        return found[0]["StateValue"] if found else ""

    def read(self, address: str) -> bytes:
        """The content of an S3 URI."""
        return self.files.read(address)

    def last_lines(self, log: Log) -> tuple[str, ...]:
        """The end of a log without the messages of CodeBuild's agent; empty when it cannot be read."""
        client = self.account.client("logs", self.region)
        try:
            streams = client.describe_log_streams(logGroupName=log.group, logStreamNamePrefix=log.stream)["logStreams"]
            found = client.get_log_events(
                logGroupName=log.group, logStreamName=streams[0]["logStreamName"], limit=LINES_READ, startFromHead=False
            )
        except (ClientError, IndexError):
            return ()
        lines = [event["message"].rstrip() for event in found["events"]]
        return tuple(line for line in lines if line and not line.startswith("[Container]"))[-LINES_SHOWN:]

    def events(self, since: datetime) -> Iterator[Mapping[str, Any]]:
        """CloudTrail's events since then, newest first. An event appears within 15 minutes in AWS."""
        pages = (
            self.account.client("cloudtrail", self.region)
            .get_paginator("lookup_events")
            .paginate(StartTime=since, EndTime=datetime.now(UTC), PaginationConfig={"PageSize": EVENTS_AT_ONCE})
        )
        for page in pages:
            yield from (json.loads(event["CloudTrailEvent"]) for event in page["Events"])

    def grants(self, *names: str) -> Grants:
        """The policy statements of the catalog's roles with these names; a name may be a pattern."""
        iam = self.account.client("iam", self.region)
        pages = iam.get_paginator("list_roles").paginate(PathPrefix=PATH)
        roles = {role["RoleName"]: role["Arn"] for page in pages for role in page["Roles"]}
        if LAUNCH_ROLE in names:  # it has no path, because a launch constraint names it
            roles[LAUNCH_ROLE] = iam.get_role(RoleName=LAUNCH_ROLE)["Role"]["Arn"]
        chosen = [role for role in roles if any(fnmatchcase(role, name) for name in names)]
        return {roles[name]: tuple(_statements(iam, name)) for name in chosen}


def _statements(iam: Any, role: str) -> Iterator[Mapping[str, Any]]:
    for document in policies_of(iam, role).values():
        yield from document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
