"""`python -m deploy test <stage>`: what the project's build runs after each deployment."""

import argparse
import os
import sys
from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path

import boto3

from deploy import calls, checks, identity, outcome
from deploy.comparison import compare
from deploy.production import find
from deploy.settings import STAGES, Caller, DeployError, Project, read

BUILD = Path("build")


def assume(session: boto3.Session, role: str) -> boto3.Session:
    """A session of a role that may call the endpoints of its account."""
    given = session.client("sts").assume_role(RoleArn=role, RoleSessionName="endpoint-test")["Credentials"]
    return boto3.Session(
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
        region_name=session.region_name,
    )


def run_test(stage: str) -> int:
    project, caller = read(Project), read(Caller)
    contract = checks.read_contract(project.endpoint_type)
    session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
    owner = session.client("sts").get_caller_identity()["Account"]
    in_stage = assume(session, caller.role_arn(stage))
    if (folder := identity.prepared()) is not None:
        proof = identity.is_the_prepared_model(in_stage.client("sagemaker"), project.endpoint_name(stage), folder)
        print(proof, flush=True)
        if not proof.good:
            return ended(stage, [proof.text])
    ask = calls.connect(project, stage, in_stage, owner)
    in_production = find(stage, project, caller, partial(assume, session), owner)
    failed = []
    for finding in chain(checks.check(ask, contract), compare(ask, in_production, contract)):
        print(finding, flush=True)
        failed += [] if finding.good else [finding.text]
    return ended(stage, failed)


def ended(stage: str, problems: Sequence[str]) -> int:
    """Write the result for the message about the build; return the exit code."""
    outcome.write(BUILD, f"test {stage}: good", problems)
    return 1 if problems else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("test", help="call the endpoint of a stage").add_argument("stage", choices=STAGES)
    arguments = parser.parse_args()
    try:
        return run_test(arguments.stage)
    except DeployError as error:
        print(f"error: {error}", file=sys.stderr)
        return ended(arguments.stage, [str(error)])


if __name__ == "__main__":
    raise SystemExit(main())
