"""`python -m deploy prepare` and `python -m deploy test <stage>`: what the project's builds run."""

import argparse
import os
import sys
from pathlib import Path

import boto3

from deploy import calls, checks
from deploy.prepare import prepare
from deploy.settings import STAGES, DeployError, Project, Release, read

BUILD = Path("build")


def run_prepare() -> int:
    project, release = read(Project), read(Release)
    session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
    model = prepare(project, release, session.client("sagemaker"), session.client("s3"), BUILD)
    print(f"version {model.version} of {model.group} goes to {', '.join(STAGES)}")
    print((BUILD / "summary.txt").read_text(), end="")
    return 0


def as_tester(session: boto3.Session) -> boto3.Session:
    """A session of the role that may call the stage's endpoint."""
    role = os.environ.get("TEST_ROLE_ARN")
    if not role:
        raise DeployError("not set: TEST_ROLE_ARN, the role that may call the endpoint")
    given = session.client("sts").assume_role(RoleArn=role, RoleSessionName="endpoint-test")["Credentials"]
    return boto3.Session(
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
        region_name=session.region_name,
    )


def run_test(stage: str) -> int:
    project = read(Project)
    session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
    owner = session.client("sts").get_caller_identity()["Account"]
    ask = calls.connect(project, stage, as_tester(session), owner)
    good = True
    for finding in checks.check(ask, checks.read_contract()):
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
