"""`python -m deploy prepare` and `python -m deploy test <stage>`: what the project's builds run."""

import argparse
import os
import sys
from functools import partial
from itertools import chain
from pathlib import Path

import boto3

from deploy import calls, checks
from deploy.comparison import compare
from deploy.prepare import prepare
from deploy.production import find
from deploy.settings import STAGES, Caller, DeployError, Project, Release, read

BUILD = Path("build")


def run_prepare() -> int:
    project, release = read(Project), read(Release)
    session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
    model = prepare(project, release, session.client("sagemaker"), session.client("s3"), BUILD)
    print(f"version {model.version} of {model.group} goes to {', '.join(STAGES)}")
    print((BUILD / "summary.txt").read_text(), end="")
    return 0


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
    ask = calls.connect(project, stage, assume(session, caller.test_role_arn), owner)
    in_production = find(stage, project, caller, partial(assume, session), owner)
    good = True
    for finding in chain(checks.check(ask, contract), compare(ask, in_production, contract)):
        print(finding, flush=True)
        good = good and finding.good
    return 0 if good else 1


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("prepare", help="write build/: template, parameters per stage, summary")
    actions.add_parser("test", help="call the endpoint of a stage").add_argument("stage", choices=STAGES)
    arguments = parser.parse_args()
    try:
        return run_prepare() if arguments.action == "prepare" else run_test(arguments.stage)
    except DeployError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
